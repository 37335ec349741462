package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.ProtocolLimits;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Reads {@code zones.yaml}. */
final class ZonesReader {
    private static final Set<String> KEYS = PolicyReader.ordered("zones");
    private static final Set<String> ZONE_KEYS = PolicyReader.ordered("offset", "transitions");
    private static final Set<String> TRANSITION_KEYS = PolicyReader.ordered("at", "offset");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_+/-]{1,64}");

    private ZonesReader() {}

    private record Transition(long atNs, int offsetSeconds) {}

    /** The zones by name; empty for one with a mistake. */
    static Map<String, Optional<Zone>> read(YamlValue root) {
        Map<String, Optional<Zone>> zones = new LinkedHashMap<>();
        root.mapping(KEYS)
                .flatMap(m -> m.named(BundleFiles.ZONES).require("zones"))
                .flatMap(YamlValue::anyMapping)
                .ifPresent(mapping -> readZones(mapping, zones));
        return zones;
    }

    private static void readZones(YamlMapping mapping, Map<String, Optional<Zone>> zones) {
        if (mapping.keys().size() > BundleLimits.MAX_ZONES) {
            mapping.problem("more than " + BundleLimits.MAX_ZONES + " zones");
        }
        for (String name : mapping.keys()) {
            if (name.equals(Zone.UTC.name())) {
                mapping.problemAt(name, "zone 'UTC' is always there: leave it out");
            } else if (!NAME.matcher(name).matches()) {
                mapping.problemAt(
                        name, "'" + name + "' is no name of a zone, such as Europe/Berlin");
            }
            zones.put(
                    name,
                    mapping.find(name)
                            .flatMap(v -> v.mapping(ZONE_KEYS))
                            .flatMap(m -> zone(name, m.named("zone '" + name + "'"))));
        }
    }

    private static Optional<Zone> zone(String name, YamlMapping mapping) {
        Optional<Integer> first = mapping.require("offset").flatMap(ZonesReader::offsetSeconds);
        List<YamlValue> values =
                mapping.find("transitions")
                        .flatMap(v -> v.list("a transition", BundleLimits.MAX_TRANSITIONS))
                        .orElse(List.of());
        long[] timesNs = new long[values.size()];
        int[] offsets = new int[values.size() + 1];
        offsets[0] = first.orElse(0);
        boolean valid = first.isPresent();
        long latestNs = -1;
        for (int i = 0; i < values.size(); i++) {
            Optional<Transition> transition = transition(values.get(i));
            valid &= transition.isPresent();
            if (transition.isPresent()) {
                if (transition.get().atNs() <= latestNs) {
                    values.get(i).problem("transitions must ascend");
                    valid = false;
                }
                latestNs = transition.get().atNs();
                timesNs[i] = latestNs;
                offsets[i + 1] = transition.get().offsetSeconds();
            }
        }
        return valid ? Optional.of(new Zone(name, offsets, timesNs)) : Optional.empty();
    }

    private static Optional<Transition> transition(YamlValue value) {
        Optional<YamlMapping> mapping = value.mapping(TRANSITION_KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        YamlMapping transition = mapping.get().named("the transition");
        Optional<Long> at = transition.require("at").flatMap(ZonesReader::timeNs);
        Optional<Integer> offset = transition.require("offset").flatMap(ZonesReader::offsetSeconds);
        return at.flatMap(a -> offset.map(o -> new Transition(a, o)));
    }

    private static Optional<Long> timeNs(YamlValue value) {
        Optional<String> text = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            long seconds = Instant.parse(text.get()).getEpochSecond();
            if (seconds >= 0
                    && seconds < TimeUnit.NANOSECONDS.toSeconds(ProtocolLimits.MAX_TIME_NS)) {
                return Optional.of(TimeUnit.SECONDS.toNanos(seconds));
            }
        } catch (DateTimeException e) {
            // told below, as a time out of range is
        }
        value.problem(
                "'at' must be a time in UTC from 1970 to 2115, such as 2025-03-30T01:00:00Z, not '"
                        + text.get()
                        + "'");
        return Optional.empty();
    }

    private static Optional<Integer> offsetSeconds(YamlValue value) {
        Optional<String> text = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ZoneOffset.of(text.get()).getTotalSeconds());
        } catch (DateTimeException e) {
            value.problem(
                    "'offset' must be an offset from UTC, such as +01:00, not '"
                            + text.get()
                            + "'");
            return Optional.empty();
        }
    }
}
