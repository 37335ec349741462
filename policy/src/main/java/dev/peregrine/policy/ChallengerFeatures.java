package dev.peregrine.policy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The union of the features of a policy and its challengers: what the policy computes anyway, and
 * what has to be computed besides, each thing once. Features are the same when they are computed
 * alike of the same entities, whatever they are called.
 */
public final class ChallengerFeatures {
    private final PolicyBundle champion;
    private final List<FeatureSpec> added = new ArrayList<>();
    private final List<FeatureSpec> addedNameless = new ArrayList<>();
    private final List<EntitySpec> addedEntities = new ArrayList<>();
    private final Map<String, int[]> places = new HashMap<>();

    private ChallengerFeatures(PolicyBundle champion) {
        this.champion = champion;
    }

    /** The union of a bundle with its challengers. */
    public static ChallengerFeatures of(PolicyBundle bundle) {
        ChallengerFeatures union = new ChallengerFeatures(bundle);
        for (Challenger challenger : bundle.challengers()) {
            union.places.put(challenger.name(), union.add(challenger.policy()));
        }
        return union;
    }

    /** What has to be computed besides, with the champion's lateness. Starts warm. */
    public FeatureSet added() {
        return new FeatureSet(champion.features().latenessNs(), addedEntities, added);
    }

    /**
     * Where each of a challenger's features lies: its index among the champion's, or the complement
     * ({@code ~index}) of that among the {@link #added}.
     */
    public int[] places(String challenger) {
        return places.get(challenger).clone();
    }

    private int[] add(PolicyBundle policy) {
        List<FeatureSpec> features = policy.features().features();
        int[] at = new int[features.size()];
        for (int i = 0; i < at.length; i++) {
            FeatureSpec feature = features.get(i);
            int known = known(policy, feature);
            at[i] = known >= 0 ? known : ~add(policy, feature);
        }
        return at;
    }

    /** The champion's feature that is the same; negative for none. */
    private int known(PolicyBundle policy, FeatureSpec feature) {
        if (policy.baseCurrency() != champion.baseCurrency()) {
            return -1;
        }
        List<FeatureSpec> features = champion.features().features();
        for (int i = 0; i < features.size(); i++) {
            if (isSame(features.get(i), champion, feature, policy)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isSame(
            FeatureSpec first, PolicyBundle ofFirst, FeatureSpec second, PolicyBundle ofSecond) {
        boolean sameEntity =
                first.entity() == null
                        ? second.entity() == null
                        : second.entity() != null
                                && named(entity(ofFirst, first), "")
                                        .equals(named(entity(ofSecond, second), ""));
        return sameEntity && named(first, "", "").equals(named(second, "", ""));
    }

    /** Index among those added. */
    private int add(PolicyBundle policy, FeatureSpec feature) {
        String entity = feature.entity() == null ? null : addEntity(entity(policy, feature));
        FeatureSpec nameless = named(feature, "", entity);
        int index = addedNameless.indexOf(nameless);
        if (index < 0) {
            index = added.size();
            addedNameless.add(nameless);
            added.add(named(feature, "added_" + index, entity));
        }
        return index;
    }

    /** Name among those added. */
    private String addEntity(EntitySpec entity) {
        for (EntitySpec known : addedEntities) {
            if (named(known, "").equals(named(entity, ""))) {
                return known.name();
            }
        }
        String name = entity.name();
        for (int i = 2; isTaken(name); i++) {
            name = entity.name() + "_" + i;
        }
        addedEntities.add(named(entity, name));
        return name;
    }

    private boolean isTaken(String name) {
        return addedEntities.stream().anyMatch(entity -> entity.name().equals(name));
    }

    private static EntitySpec entity(PolicyBundle policy, FeatureSpec feature) {
        return policy.features().entities().stream()
                .filter(entity -> entity.name().equals(feature.entity()))
                .findFirst()
                .orElseThrow();
    }

    private static EntitySpec named(EntitySpec entity, String name) {
        return new EntitySpec(
                name,
                entity.key(),
                entity.capacity(),
                entity.maxEvents(),
                entity.ttlNs(),
                entity.whenFull());
    }

    private static FeatureSpec named(FeatureSpec feature, String name, String entity) {
        return new FeatureSpec(
                name,
                feature.aggregate(),
                feature.type(),
                entity,
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
}
