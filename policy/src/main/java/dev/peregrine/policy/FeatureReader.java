package dev.peregrine.policy;

import dev.peregrine.policy.Aggregate.Argument;
import dev.peregrine.policy.Aggregate.Span;
import dev.peregrine.policy.condition.Condition;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads one feature. Each part is read even when an earlier one has a mistake. */
final class FeatureReader {
    private static final Map<String, Aggregate> AGGREGATES =
            Names.byName(Aggregate.values(), Aggregate::externalName);
    private static final double MAX_BOUND = 1L << 53;

    private final Map<String, Optional<EntitySpec>> entities;
    private final WindowReader windows;
    private final ValueFieldReader fields;
    private final KeyPartsReader keyParts;
    private final ConditionReader conditions;
    private boolean valid;

    FeatureReader(Map<String, Optional<EntitySpec>> entities, Vocabulary vocabulary) {
        this.entities = entities;
        windows = new WindowReader(vocabulary);
        fields = new ValueFieldReader(vocabulary);
        keyParts = new KeyPartsReader(vocabulary);
        conditions = new ConditionReader(vocabulary);
    }

    /** The feature; empty after a problem. */
    Optional<FeatureSpec> read(String name, YamlMapping feature) {
        Optional<String> description =
                feature.find("description")
                        .flatMap(v -> v.text(BundleLimits.MAX_DESCRIPTION_LENGTH));
        Optional<Aggregate> chosen =
                feature.require("aggregate").flatMap(v -> v.choice("aggregate", AGGREGATES));
        if (chosen.isEmpty()) {
            return Optional.empty();
        }
        Aggregate aggregate = chosen.get();
        valid = FeatureKeys.check(feature, aggregate);
        FeatureSpecBuilder builder = new FeatureSpecBuilder(name, aggregate);
        description.ifPresent(builder::description);
        if (aggregate.windowed()) {
            readWindow(feature, builder);
        } else if (aggregate.span() == Span.DECAY) {
            readDecay(feature, builder);
        }
        readWhere(feature, aggregate, builder);
        if (aggregate.argument() == Argument.VALUE) {
            readValue(feature, aggregate, builder);
        }
        readParts(feature, aggregate, builder);
        return valid ? Optional.of(builder.build()) : Optional.empty();
    }

    /** The value; null, and the feature not valid, after a problem. */
    private <T> T checked(Optional<T> value) {
        valid &= value.isPresent();
        return value.orElse(null);
    }

    private void readWindow(YamlMapping feature, FeatureSpecBuilder builder) {
        String entity = checked(feature.require("entity").flatMap(this::entity));
        Window window = checked(windows.read(feature));
        if (entity != null && window != null) {
            builder.over(entity, window);
            entities.get(entity).ifPresent(spec -> checkEvents(feature, window, spec));
        }
    }

    private void checkEvents(YamlMapping feature, Window window, EntitySpec entity) {
        if (window.events() > entity.maxEvents()) {
            feature.problemAt(
                    "window",
                    "the last "
                            + window.events()
                            + " events are more than the "
                            + entity.maxEvents()
                            + " ('max_events') that entity '"
                            + entity.name()
                            + "' keeps");
            valid = false;
        }
    }

    private void readDecay(YamlMapping feature, FeatureSpecBuilder builder) {
        String entity = checked(feature.require("entity").flatMap(this::entity));
        Long halfLifeNs =
                checked(
                        feature.require("half_life")
                                .flatMap(
                                        v ->
                                                v.durationNs(
                                                        BundleLimits.MIN_SPAN_NS,
                                                        BundleLimits.MAX_SPAN_NS)));
        if (entity != null && halfLifeNs != null) {
            builder.decaying(entity, halfLifeNs);
        }
    }

    private void readWhere(YamlMapping feature, Aggregate aggregate, FeatureSpecBuilder builder) {
        Optional<YamlValue> where =
                aggregate.argument() == Argument.CONDITION
                        ? feature.require("where")
                        : feature.find("where");
        if (where.isPresent()) {
            Condition condition =
                    checked(
                            where.get()
                                    .locatedText(CelVariables.MAX_EXPRESSION_LENGTH)
                                    .flatMap(conditions::read));
            builder.where(condition);
        } else {
            valid &= aggregate.argument() != Argument.CONDITION;
        }
    }

    private void readValue(YamlMapping feature, Aggregate aggregate, FeatureSpecBuilder builder) {
        builder.field(checked(fields.read(feature, aggregate)));
        builder.majorUnits(Boolean.TRUE.equals(checked(fields.majorUnits(feature))));
        if (aggregate == Aggregate.IN_RANGE) {
            double[] range = checked(range(feature));
            if (range != null) {
                builder.range(range[0], range[1]);
            }
        }
    }

    private void readParts(YamlMapping feature, Aggregate aggregate, FeatureSpecBuilder builder) {
        boolean optional = aggregate.argument() == Argument.OPTIONAL_PARTS;
        if (aggregate.argument() == Argument.PARTS || (optional && feature.has("of"))) {
            List<KeyPart> parts =
                    checked(keyParts.read(feature, "of", "'of' of " + feature.name()));
            if (parts != null) {
                builder.of(parts);
            }
            feature.find("max_distinct")
                    .map(v -> checked(v.integer(1, BundleLimits.MAX_DISTINCT)))
                    .ifPresent(builder::maxDistinct);
        }
    }

    private Optional<String> entity(YamlValue value) {
        Optional<String> name = value.text(BundleLimits.MAX_NAME_LENGTH);
        if (name.isPresent() && !entities.containsKey(name.get())) {
            value.problem(
                    "unknown entity '"
                            + name.get()
                            + "'"
                            + Suggestion.of(name.get(), entities.keySet()));
            return Optional.empty();
        }
        return name;
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
