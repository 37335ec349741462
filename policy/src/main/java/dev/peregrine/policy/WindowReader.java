package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Reads {@code window:} and {@code delay:} of a feature. */
final class WindowReader {
    private static final Set<String> KEYS =
            PolicyReader.ordered("tumbling", "calendar", "zone", "last", "session");
    private static final List<String> KINDS = List.of("tumbling", "calendar", "last", "session");
    private static final Map<String, CalendarUnit> UNITS =
            Names.byName(CalendarUnit.values(), CalendarUnit::externalName);
    private static final String FOREVER = "forever";
    private static final long MIN_SLIDING_NS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Vocabulary vocabulary;

    WindowReader(Vocabulary vocabulary) {
        this.vocabulary = vocabulary;
    }

    /** The feature's window with its delay; empty after a problem. */
    Optional<Window> read(YamlMapping feature) {
        Optional<Window> window = feature.require("window").flatMap(this::window);
        Optional<Long> delay =
                feature.has("delay")
                        ? feature.find("delay")
                                .flatMap(v -> v.durationNs(0, BundleLimits.MAX_SPAN_NS))
                        : Optional.of(0L);
        if (window.isEmpty() || delay.isEmpty()) {
            return Optional.empty();
        }
        if (window.get().kind() == Window.Kind.SESSION && feature.has("delay")) {
            feature.problemAt("delay", "'delay' does not go with a session window");
            return Optional.empty();
        }
        return Optional.of(window.get().delayed(delay.get()));
    }

    private Optional<Window> window(YamlValue value) {
        Optional<String> scalar = value.scalar();
        if (scalar.isEmpty()) {
            return value.mapping(KEYS).flatMap(m -> ofKind(m.named("the window")));
        }
        if (scalar.get().equals(FOREVER)) {
            return Optional.of(Window.forever(0));
        }
        String near = Suggestion.of(scalar.get(), List.of(FOREVER));
        if (!near.isEmpty()) {
            value.problem("unknown window '" + scalar.get() + "'" + near);
            return Optional.empty();
        }
        return value.durationNs(MIN_SLIDING_NS, BundleLimits.MAX_SPAN_NS)
                .map(lengthNs -> Window.sliding(lengthNs, 0));
    }

    private Optional<Window> ofKind(YamlMapping window) {
        List<String> kinds = KINDS.stream().filter(window::has).toList();
        if (kinds.isEmpty() && !KEYS.containsAll(window.keys())) {
            return Optional.empty();
        }
        if (kinds.size() != 1) {
            window.problem(
                    "a window has one of the keys "
                            + String.join(", ", KINDS)
                            + (kinds.isEmpty() ? "" : ", not " + String.join(" and ", kinds)));
            return Optional.empty();
        }
        String kind = kinds.get(0);
        if (!kind.equals("calendar") && window.has("zone")) {
            window.problemAt("zone", "'zone' belongs to a calendar window only");
            return Optional.empty();
        }
        Optional<YamlValue> value = window.find(kind);
        return switch (kind) {
            case "tumbling" -> value.flatMap(WindowReader::span).map(ns -> Window.tumbling(ns, 0));
            case "session" -> value.flatMap(WindowReader::span).map(Window::session);
            case "last" ->
                    value.flatMap(v -> v.integer(1, BundleLimits.MAX_EVENTS))
                            .map(events -> Window.lastEvents(events, 0));
            default -> calendar(window);
        };
    }

    private static Optional<Long> span(YamlValue value) {
        return value.durationNs(BundleLimits.MIN_SPAN_NS, BundleLimits.MAX_SPAN_NS);
    }

    private Optional<Window> calendar(YamlMapping window) {
        Optional<CalendarUnit> unit =
                window.require("calendar").flatMap(v -> v.choice("calendar unit", UNITS));
        Optional<Zone> zone =
                window.require("zone")
                        .flatMap(
                                v ->
                                        v.text(BundleLimits.MAX_NAME_LENGTH)
                                                .flatMap(name -> vocabulary.zone(v, name)));
        return unit.flatMap(u -> zone.map(z -> Window.calendar(u, z, 0)));
    }
}
