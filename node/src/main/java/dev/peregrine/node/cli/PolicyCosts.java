package dev.peregrine.node.cli;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.CurrencyUnits;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.features.FeatureUse;
import dev.peregrine.state.KeyHasher;
import java.util.ArrayList;
import java.util.List;

/**
 * What the features of a policy cost, computed without making a store.
 *
 * @param bundle the policy
 * @param entities entity types that a feature uses, in order of the file
 * @param features in order of the file
 */
record PolicyCosts(PolicyBundle bundle, List<EntityCost> entities, List<FeatureCost> features) {
    PolicyCosts {
        entities = List.copyOf(entities);
        features = List.copyOf(features);
    }

    static PolicyCosts of(PolicyBundle bundle) {
        FeaturePlan plan =
                FeaturePlan.compile(
                        bundle.features(),
                        1,
                        (double) CurrencyUnits.minorUnits(bundle.baseCurrency()),
                        new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]));
        List<EntityCost> entities = new ArrayList<>();
        for (int e = 0; e < plan.entityTypes(); e++) {
            entities.add(EntityCost.of(plan.entity(e)));
        }
        List<FeatureCost> features = new ArrayList<>();
        for (int f = 0; f < plan.size(); f++) {
            FeatureSpec feature = bundle.features().features().get(f);
            FeatureUse use = plan.use(f);
            features.add(
                    FeatureCost.of(
                            feature,
                            use,
                            use.entityType() == FeatureUse.NONE
                                    ? null
                                    : entities.get(use.entityType())));
        }
        return new PolicyCosts(bundle, entities, features);
    }

    /** Bytes of all entity types at capacity, their events and distinct values apart. */
    long headerBytes() {
        return entities.stream().mapToLong(e -> e.footprint().headerBytesAtCapacity()).sum();
    }

    /** Bytes of all events at a steady rate, rings exactly full. */
    long historyBytes(long rate) {
        return entities.stream().mapToLong(e -> e.historyBytes(e.eventsKept(rate))).sum();
    }

    /** The same when every ring and table of values is as great as it can be while growing. */
    long greatestHistoryBytes(long rate) {
        return entities.stream()
                .mapToLong(
                        e ->
                                e.greatestHistoryBytes(e.eventsKept(rate))
                                        + e.greatestValueBytes(e.eventsKept(rate)))
                .sum();
    }

    /** Names of entity types that no feature uses: they cost nothing. */
    List<String> unused() {
        List<String> used = entities.stream().map(e -> e.layout().name()).toList();
        return bundle.features().entities().stream()
                .map(entity -> entity.name())
                .filter(name -> !used.contains(name))
                .toList();
    }
}
