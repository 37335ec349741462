package dev.peregrine.scoring.engine;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.CurrencyUnits;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.state.KeyHasher;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whether a policy can go on with the features' state of another one. */
public final class KeptState {
    private KeptState() {}

    /** Whether it can, of policies whose features are compiled. */
    static boolean keeps(
            PolicyBundle before,
            FeaturePlan planBefore,
            PolicyBundle after,
            FeaturePlan planAfter) {
        return before.baseCurrency() == after.baseCurrency()
                && before.features().entities().equals(after.features().entities())
                && planBefore.keepsTheSameAs(planAfter);
    }

    /**
     * Why a policy cannot go on with another one's state. Compiles the features of both.
     *
     * @return what is different, by its name in {@code features.yaml}; empty when it can
     */
    public static Optional<String> difference(PolicyBundle before, PolicyBundle after) {
        if (keeps(before, plan(before), after, plan(after))) {
            return Optional.empty();
        }
        List<String> found = new ArrayList<>();
        if (before.baseCurrency() != after.baseCurrency()) {
            found.add("another base currency");
        }
        FeatureSet old = before.features();
        FeatureSet now = after.features();
        compare("entity type", entities(old), entities(now), found);
        compare("feature", features(old), features(now), found);
        if (old.latenessNs() != now.latenessNs()) {
            found.add("another lateness");
        }
        return Optional.of(
                found.isEmpty()
                        ? "another order of entity types or features"
                        : String.join(", ", found));
    }

    private static FeaturePlan plan(PolicyBundle bundle) {
        return FeaturePlan.compile(
                bundle.features(),
                1,
                (double) CurrencyUnits.minorUnits(bundle.baseCurrency()),
                new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]));
    }

    private static Map<String, EntitySpec> entities(FeatureSet set) {
        return byName(set.entities(), EntitySpec::name);
    }

    /** Those that keep something, without what the state does not depend on. */
    private static Map<String, FeatureSpec> features(FeatureSet set) {
        return byName(
                set.features().stream()
                        .filter(feature -> feature.entity() != null)
                        .map(KeptState::withoutDescription)
                        .toList(),
                FeatureSpec::name);
    }

    private static <T> Map<String, T> byName(List<T> specs, Function<T, String> name) {
        return specs.stream()
                .collect(
                        Collectors.toMap(
                                name, Function.identity(), (a, b) -> a, LinkedHashMap::new));
    }

    private static FeatureSpec withoutDescription(FeatureSpec feature) {
        return new FeatureSpec(
                feature.name(),
                feature.aggregate(),
                feature.type(),
                feature.entity(),
                feature.window(),
                feature.where(),
                feature.of(),
                feature.majorUnits(),
                feature.field(),
                feature.from(),
                feature.to(),
                feature.halfLifeNs(),
                feature.maxDistinct(),
                "");
    }

    private static <T> void compare(
            String kind, Map<String, T> before, Map<String, T> after, List<String> found) {
        after.forEach(
                (name, spec) -> {
                    if (!before.containsKey(name)) {
                        found.add(kind + " '" + name + "' is new");
                    } else if (!spec.equals(before.get(name))) {
                        found.add(kind + " '" + name + "' is defined otherwise");
                    }
                });
        before.keySet().stream()
                .filter(name -> !after.containsKey(name))
                .forEach(name -> found.add(kind + " '" + name + "' is gone"));
    }
}
