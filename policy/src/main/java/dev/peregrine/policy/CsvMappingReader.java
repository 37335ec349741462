package dev.peregrine.policy;

import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import dev.peregrine.protocol.KeyField;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code input.yaml}. */
final class CsvMappingReader {
    private static final Set<String> KEYS = PolicyReader.ordered("csv");
    private static final Set<String> CSV_KEYS =
            PolicyReader.ordered(
                    "event_id", "time", "amount", "currency", "keys", "label", "decided");
    private static final Set<String> TIME_KEYS = PolicyReader.ordered("column", "pattern");
    private static final Set<String> AMOUNT_KEYS =
            PolicyReader.ordered("column", "scale", "rounding", "tolerance");
    private static final Set<String> LABEL_KEYS =
            PolicyReader.ordered("column", "delay", "known_at");
    private static final Set<String> DECIDED_KEYS = PolicyReader.ordered("column", "declined");
    private static final Map<String, RoundingMode> ROUNDINGS =
            Names.byName(
                    new RoundingMode[] {
                        RoundingMode.HALF_EVEN,
                        RoundingMode.HALF_UP,
                        RoundingMode.HALF_DOWN,
                        RoundingMode.DOWN,
                        RoundingMode.UP
                    },
                    mode -> mode.name().toLowerCase(Locale.ROOT));
    private static final Map<String, KeyField> KEY_FIELDS =
            Names.byName(
                    Arrays.stream(KeyField.values())
                            .filter(field -> field.code() < KeyField.CURRENCY.code())
                            .toArray(KeyField[]::new),
                    KeyField::externalName);
    private static final int MAX_SCALE = 9;
    private static final int MAX_DECLINED_VALUES = 64;
    private static final ZonedDateTime SAMPLE_TIME =
            ZonedDateTime.of(2026, 2, 3, 14, 5, 6, 0, ZoneOffset.UTC);

    private CsvMappingReader() {}

    private record Time(String column, String pattern) {}

    private record Amount(String column, int scale, RoundingMode rounding, double tolerance) {}

    private record Label(String column, Optional<String> knownAt, long delayNs) {}

    static Optional<CsvMapping> read(YamlValue root) {
        return root.mapping(KEYS)
                .flatMap(m -> m.named(BundleFiles.INPUT).require("csv"))
                .flatMap(v -> v.mapping(CSV_KEYS))
                .flatMap(m -> readCsv(m.named("csv")));
    }

    private static Optional<CsvMapping> readCsv(YamlMapping csv) {
        var eventId = csv.require("event_id").flatMap(CsvMappingReader::column);
        var time =
                csv.require("time")
                        .flatMap(v -> v.mapping(TIME_KEYS))
                        .flatMap(m -> time(m.named("time")));
        var amount =
                csv.require("amount")
                        .flatMap(v -> v.mapping(AMOUNT_KEYS))
                        .flatMap(m -> amount(m.named("amount")));
        var currency = csv.require("currency").flatMap(PolicyReader::currency);
        var keys =
                csv.require("keys").flatMap(YamlValue::anyMapping).flatMap(CsvMappingReader::keys);
        Optional<Label> label =
                csv.find("label")
                        .flatMap(v -> v.mapping(LABEL_KEYS))
                        .flatMap(m -> label(m.named("label")));
        Optional<CsvMapping.PastDecision> decided =
                csv.find("decided")
                        .flatMap(v -> v.mapping(DECIDED_KEYS))
                        .flatMap(m -> decided(m.named("decided")));
        if (eventId.isEmpty()
                || time.isEmpty()
                || amount.isEmpty()
                || currency.isEmpty()
                || keys.isEmpty()
                || (csv.has("label") && label.isEmpty())
                || (csv.has("decided") && decided.isEmpty())) {
            return Optional.empty();
        }
        return Optional.of(
                new CsvMapping(
                        eventId.get(),
                        time.get().column(),
                        time.get().pattern(),
                        amount.get().column(),
                        amount.get().scale(),
                        amount.get().rounding(),
                        amount.get().tolerance(),
                        currency.get(),
                        keys.get(),
                        label.map(Label::column),
                        label.flatMap(Label::knownAt),
                        label.map(Label::delayNs).orElse(0L),
                        decided));
    }

    private static Optional<String> column(YamlValue value) {
        return value.text(BundleLimits.MAX_TEXT_LENGTH);
    }

    private static Optional<Time> time(YamlMapping time) {
        var column = time.require("column").flatMap(CsvMappingReader::column);
        var pattern = time.require("pattern").flatMap(CsvMappingReader::pattern);
        return column.isEmpty() || pattern.isEmpty()
                ? Optional.empty()
                : Optional.of(new Time(column.get(), pattern.get()));
    }

    private static Optional<String> pattern(YamlValue value) {
        Optional<String> pattern = value.text(BundleLimits.MAX_TEXT_LENGTH);
        if (pattern.isEmpty()) {
            return pattern;
        }
        try {
            DateTimeFormatter format = DateTimeFormatter.ofPattern(pattern.get(), Locale.ROOT);
            format.parse(format.format(SAMPLE_TIME), LocalDateTime::from);
            return pattern;
        } catch (IllegalArgumentException e) {
            value.problem("'" + pattern.get() + "' is no date pattern: " + e.getMessage());
        } catch (DateTimeException e) {
            value.problem("'" + pattern.get() + "' does not hold a whole date and time");
        }
        return Optional.empty();
    }

    private static Optional<Amount> amount(YamlMapping amount) {
        var column = amount.require("column").flatMap(CsvMappingReader::column);
        var scale = amount.require("scale").flatMap(v -> v.integer(0, MAX_SCALE));
        var rounding = amount.require("rounding").flatMap(v -> v.choice("rounding", ROUNDINGS));
        var tolerance = amount.require("tolerance").flatMap(v -> v.number(0, 1));
        if (column.isEmpty() || scale.isEmpty() || rounding.isEmpty() || tolerance.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Amount(column.get(), scale.get(), rounding.get(), tolerance.get()));
    }

    private static Optional<Map<KeyField, String>> keys(YamlMapping mapping) {
        mapping.refuseOtherThan(KEY_FIELDS.keySet());
        Map<KeyField, String> keys = new EnumMap<>(KeyField.class);
        for (String name : List.copyOf(mapping.keys())) {
            Optional<String> column = mapping.find(name).flatMap(CsvMappingReader::column);
            if (KEY_FIELDS.containsKey(name)) {
                column.ifPresent(c -> keys.put(KEY_FIELDS.get(name), c));
            }
        }
        if (mapping.keys().isEmpty()) {
            mapping.problem("'keys' names no column");
        }
        return keys.isEmpty() ? Optional.empty() : Optional.of(keys);
    }

    private static Optional<Label> label(YamlMapping label) {
        var column = label.require("column").flatMap(CsvMappingReader::column);
        var delay = label.require("delay").flatMap(v -> v.durationNs(0, BundleLimits.MAX_SPAN_NS));
        var knownAt = label.find("known_at").flatMap(CsvMappingReader::column);
        return column.isEmpty() || delay.isEmpty() || (label.has("known_at") && knownAt.isEmpty())
                ? Optional.empty()
                : Optional.of(new Label(column.get(), knownAt, delay.get()));
    }

    private static Optional<CsvMapping.PastDecision> decided(YamlMapping decided) {
        var column = decided.require("column").flatMap(CsvMappingReader::column);
        var declined =
                decided.require("declined").flatMap(v -> v.list("value", MAX_DECLINED_VALUES));
        if (column.isEmpty() || declined.isEmpty()) {
            return Optional.empty();
        }
        Set<String> values = new LinkedHashSet<>();
        for (YamlValue value : declined.get()) {
            value.text(BundleLimits.MAX_TEXT_LENGTH).ifPresent(values::add);
        }
        return values.size() < declined.get().size()
                ? Optional.empty()
                : Optional.of(new CsvMapping.PastDecision(column.get(), values));
    }
}
