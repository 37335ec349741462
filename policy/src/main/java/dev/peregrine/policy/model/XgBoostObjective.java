package dev.peregrine.policy.model;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What an objective of XGBoost means for margins. */
final class XgBoostObjective {
    private static final Map<String, Link.Kind> LINKS =
            new TreeMap<>(
                    Map.ofEntries(
                            Map.entry("binary:logistic", Link.Kind.LOGISTIC),
                            Map.entry("binary:logitraw", Link.Kind.LOGISTIC),
                            Map.entry("reg:logistic", Link.Kind.LOGISTIC),
                            Map.entry("binary:hinge", Link.Kind.NONE),
                            Map.entry("multi:softprob", Link.Kind.SOFTMAX),
                            Map.entry("multi:softmax", Link.Kind.SOFTMAX),
                            Map.entry("reg:squarederror", Link.Kind.IDENTITY),
                            Map.entry("reg:squaredlogerror", Link.Kind.IDENTITY),
                            Map.entry("reg:pseudohubererror", Link.Kind.IDENTITY),
                            Map.entry("reg:absoluteerror", Link.Kind.IDENTITY),
                            Map.entry("reg:quantileerror", Link.Kind.IDENTITY),
                            Map.entry("count:poisson", Link.Kind.EXP),
                            Map.entry("reg:gamma", Link.Kind.EXP),
                            Map.entry("reg:tweedie", Link.Kind.EXP),
                            Map.entry("rank:pairwise", Link.Kind.NONE),
                            Map.entry("rank:ndcg", Link.Kind.NONE),
                            Map.entry("rank:map", Link.Kind.NONE)));

    private XgBoostObjective() {}

    /** Names of the supported ones. */
    static Set<String> names() {
        return new TreeSet<>(LINKS.keySet());
    }

    /** The link; null when the objective is not supported. */
    static Link link(String name) {
        Link.Kind kind = LINKS.get(name);
        return kind == null ? null : new Link(kind);
    }

    /**
     * The margin of a base score, computed as the library does.
     *
     * @return NaN when the base score is out of the objective's range
     */
    static float margin(String objective, float baseScore) {
        if (List.of("binary:logistic", "reg:logistic").contains(objective)) {
            return baseScore > 0 && baseScore < 1
                    ? -SingleLogarithm.of(1.0f / baseScore - 1.0f)
                    : Float.NaN;
        }
        if (LINKS.get(objective) == Link.Kind.EXP) {
            return baseScore > 0 ? SingleLogarithm.of(baseScore) : Float.NaN;
        }
        return baseScore;
    }
}
