package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads one feature: which keys it has depends on its aggregate. */
final class FeatureReader {
    static final Set<String> KEYS =
            PolicyReader.ordered(
                    "name",
                    "description",
                    "aggregate",
                    "entity",
                    "window",
                    "delay",
                    "unit",
                    "field",
                    "from",
                    "to");

    private static final Map<String, Aggregate> AGGREGATES =
            Names.byName(Aggregate.values(), Aggregate::externalName);
    private static final Map<String, NumericField> FIELDS =
            Names.byName(NumericField.values(), NumericField::externalName);
    private static final Map<String, Boolean> UNITS = units();
    private static final double MAX_BOUND = 1L << 53;

    private final Set<String> entities;

    FeatureReader(Set<String> entities) {
        this.entities = entities;
    }

    private static Map<String, Boolean> units() {
        Map<String, Boolean> units = new LinkedHashMap<>();
        units.put("minor", false);
        units.put("major", true);
        return units;
    }

    /** The feature; empty after a problem. */
    Optional<FeatureSpec> read(String name, YamlMapping feature) {
        feature.find("description").ifPresent(v -> v.text(BundleLimits.MAX_DESCRIPTION_LENGTH));
        Optional<Aggregate> aggregate =
                feature.require("aggregate").flatMap(v -> v.choice("aggregate", AGGREGATES));
        if (aggregate.isEmpty()) {
            return Optional.empty();
        }
        return aggregate.get().windowed()
                ? readWindowed(name, aggregate.get(), feature)
                : readField(name, aggregate.get(), feature);
    }

    private Optional<FeatureSpec> readWindowed(
            String name, Aggregate aggregate, YamlMapping feature) {
        boolean valid = refuse(feature, aggregate, List.of("field", "from", "to"));
        boolean amounts = aggregate == Aggregate.SUM || aggregate == Aggregate.MEAN;
        if (!amounts) {
            valid &= refuse(feature, aggregate, List.of("unit"));
        }
        if (aggregate == Aggregate.FIRST_TIME || aggregate == Aggregate.TIME_SINCE_LAST) {
            valid &= refuse(feature, aggregate, List.of("delay"));
        }
        var entity = feature.require("entity").flatMap(this::entity);
        var window =
                feature.require("window")
                        .flatMap(v -> v.durationNs(1_000_000, BundleLimits.MAX_SPAN_NS));
        var delay = optionalDelay(feature);
        var major = major(feature);
        if (!valid || entity.isEmpty() || window.isEmpty() || delay.isEmpty() || major.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FeatureSpecBuilder(name, aggregate)
                        .over(entity.get(), Window.sliding(window.get(), delay.get()))
                        .majorUnits(major.get())
                        .build());
    }

    private Optional<FeatureSpec> readField(String name, Aggregate aggregate, YamlMapping feature) {
        boolean valid = refuse(feature, aggregate, List.of("entity", "window", "delay"));
        if (aggregate == Aggregate.VALUE) {
            valid &= refuse(feature, aggregate, List.of("from", "to"));
        }
        Optional<NumericField> field =
                feature.require("field").flatMap(v -> v.choice("field", FIELDS));
        if (field.isPresent() && field.get() != NumericField.AMOUNT && feature.has("unit")) {
            feature.problemAt("unit", "'unit' belongs to field 'amount' only");
            valid = false;
        }
        Optional<Boolean> major = major(feature);
        Optional<double[]> range =
                aggregate == Aggregate.IN_RANGE ? range(feature) : Optional.of(new double[2]);
        if (!valid || field.isEmpty() || major.isEmpty() || range.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new FeatureSpecBuilder(name, aggregate)
                        .majorUnits(major.get())
                        .field(ValueField.of(field.get()))
                        .range(range.get()[0], range.get()[1])
                        .build());
    }

    private static boolean refuse(YamlMapping feature, Aggregate aggregate, List<String> keys) {
        boolean valid = true;
        for (String key : keys) {
            if (feature.has(key)) {
                feature.problemAt(
                        key,
                        "'"
                                + key
                                + "' does not belong to a feature of aggregate "
                                + aggregate.externalName());
                valid = false;
            }
        }
        return valid;
    }

    private Optional<String> entity(YamlValue value) {
        Optional<String> name = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (name.isPresent() && !entities.contains(name.get())) {
            value.problem(
                    "unknown entity '" + name.get() + "'" + Suggestion.of(name.get(), entities));
            return Optional.empty();
        }
        return name;
    }

    private static Optional<Long> optionalDelay(YamlMapping feature) {
        Optional<YamlValue> delay = feature.find("delay");
        return delay.isEmpty()
                ? Optional.of(0L)
                : delay.get().durationNs(0, BundleLimits.MAX_SPAN_NS);
    }

    private static Optional<Boolean> major(YamlMapping feature) {
        Optional<YamlValue> unit = feature.find("unit");
        return unit.isEmpty() ? Optional.of(false) : unit.get().choice("unit", UNITS);
    }

    private static Optional<double[]> range(YamlMapping feature) {
        var from = feature.require("from").flatMap(v -> v.number(-MAX_BOUND, MAX_BOUND));
        var to = feature.require("to").flatMap(v -> v.number(-MAX_BOUND, MAX_BOUND));
        if (from.isEmpty() || to.isEmpty()) {
            return Optional.empty();
        }
        if (from.get() > to.get()) {
            feature.problemAt("to", "the range of " + feature.name() + " ends before it begins");
            return Optional.empty();
        }
        return Optional.of(new double[] {from.get(), to.get()});
    }
}
