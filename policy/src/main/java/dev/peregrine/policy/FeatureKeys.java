package dev.peregrine.policy;

import dev.peregrine.policy.Aggregate.Argument;
import dev.peregrine.policy.Aggregate.Span;
import dev.peregrine.policy.yaml.YamlMapping;
import java.util.HashSet;
import java.util.Set;

/** Which keys a feature has: that depends on its aggregate. */
final class FeatureKeys {
    /** All keys, in the order in which messages name them. */
    static final Set<String> ALL =
            PolicyReader.ordered(
                    "name",
                    "description",
                    "aggregate",
                    "entity",
                    "window",
                    "delay",
                    "half_life",
                    "where",
                    "of",
                    "max_distinct",
                    "unit",
                    "field",
                    "from",
                    "to");

    private FeatureKeys() {}

    /** Tells the keys that do not belong to the aggregate; false when there are any. */
    static boolean check(YamlMapping feature, Aggregate aggregate) {
        boolean bare = aggregate.argument() == Argument.OPTIONAL_PARTS && !feature.has("of");
        Set<String> allowed = allowed(aggregate);
        boolean valid = true;
        for (String key : ALL) {
            boolean needsParts = bare && (key.equals("where") || key.equals("max_distinct"));
            if (feature.has(key) && (needsParts || !allowed.contains(key))) {
                feature.problemAt(
                        key,
                        "'"
                                + key
                                + "' does not belong to a feature of aggregate "
                                + aggregate.externalName()
                                + (needsParts ? " without 'of'" : ""));
                valid = false;
            }
        }
        return valid;
    }

    private static Set<String> allowed(Aggregate aggregate) {
        Set<String> keys = new HashSet<>(Set.of("name", "description", "aggregate"));
        if (aggregate.span() != Span.NONE) {
            keys.addAll(Set.of("entity", "where"));
        }
        if (aggregate.windowed()) {
            keys.add("window");
            if (!aggregate.undelayed()) {
                keys.add("delay");
            }
        } else if (aggregate.span() == Span.DECAY) {
            keys.add("half_life");
        }
        switch (aggregate.argument()) {
            case VALUE -> keys.add("field");
            case PARTS, OPTIONAL_PARTS -> keys.addAll(Set.of("of", "max_distinct"));
            case NONE, CONDITION -> {}
        }
        if (aggregate.hasUnit()) {
            keys.add("unit");
        }
        if (aggregate == Aggregate.IN_RANGE) {
            keys.addAll(Set.of("from", "to"));
        }
        return keys;
    }
}
