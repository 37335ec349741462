package dev.peregrine.scoring.features;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.protocol.EventKeys;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.KeyHasher;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The features of a policy in the form that the engine runs: what each entity type keeps, and what
 * each feature reads of it. One thread.
 */
public final class FeaturePlan {
    private final EntityPlan[] entities;
    private final FeatureValue[] features;
    private final List<FeatureUse> uses;
    private final List<EntityLayout> layouts;
    private final List<Object> meanings;
    private final long latenessNs;
    private final long maxAmountMinor;

    private FeaturePlan(FeatureSet set, int tenantId, double minorUnits, KeyHasher hasher) {
        latenessNs = set.latenessNs();
        Map<String, EntityPlanBuilder> builders = builders(set);
        features = new FeatureValue[set.features().size()];
        for (int i = 0; i < features.length; i++) {
            FeatureSpec feature = set.features().get(i);
            features[i] =
                    feature.aggregate().span() == Aggregate.Span.NONE
                            ? new FieldFeature(feature, minorUnits)
                            : new WindowFeature(
                                    feature, builders.get(feature.entity()), minorUnits);
        }
        Map<String, EntityPlan> plans = new LinkedHashMap<>();
        builders.forEach(
                (name, builder) -> plans.put(name, builder.build(tenantId, latenessNs, hasher)));
        for (int i = 0; i < features.length; i++) {
            if (features[i] instanceof WindowFeature feature) {
                feature.bind(plans.get(set.features().get(i).entity()));
            }
        }
        entities = plans.values().toArray(new EntityPlan[0]);
        meanings = builders.values().stream().map(EntityPlanBuilder::meanings).toList();
        layouts = Arrays.stream(entities).map(EntityPlan::layout).toList();
        uses = uses(set, plans);
        maxAmountMinor =
                layouts.stream()
                        .mapToLong(EntityLayout::maxAmountMinor)
                        .reduce(ProtocolLimits.MAX_AMOUNT_MINOR, Math::min);
    }

    private List<FeatureUse> uses(FeatureSet set, Map<String, EntityPlan> plans) {
        List<String> names = List.copyOf(plans.keySet());
        List<FeatureUse> list = new ArrayList<>();
        for (int i = 0; i < features.length; i++) {
            list.add(
                    features[i] instanceof WindowFeature feature
                            ? feature.use(names.indexOf(set.features().get(i).entity()))
                            : FeatureUse.NOTHING);
        }
        return list;
    }

    /** A builder for each entity type that a feature uses, in order of the file. */
    private static Map<String, EntityPlanBuilder> builders(FeatureSet set) {
        Map<String, EntityPlanBuilder> builders = new LinkedHashMap<>();
        set.entities().stream()
                .filter(
                        entity ->
                                set.features().stream()
                                        .anyMatch(f -> entity.name().equals(f.entity())))
                .forEach(entity -> builders.put(entity.name(), new EntityPlanBuilder(entity)));
        return builders;
    }

    /**
     * Compiles a policy's features.
     *
     * @param minorUnits minor units in one major unit of the base currency, such as 100
     */
    public static FeaturePlan compile(
            FeatureSet features, int tenantId, double minorUnits, KeyHasher hasher) {
        return new FeaturePlan(features, tenantId, minorUnits, hasher);
    }

    /** What the feature store has to keep; an index here is an entity type's index everywhere. */
    public List<EntityLayout> layouts() {
        return layouts;
    }

    /**
     * Whether stores of this plan and another hold the same: equal layouts, whose columns and
     * conditions mean the same.
     */
    public boolean keepsTheSameAs(FeaturePlan other) {
        return layouts.equals(other.layouts) && meanings.equals(other.meanings);
    }

    /** Number of entity types. */
    public int entityTypes() {
        return entities.length;
    }

    /**
     * Begins to bring the entities' memory near, then finds them, then brings near what adding the
     * event to them will read; step by step for all, so that the cache misses of a step overlap.
     *
     * @return false when an entity is new and its store has no room
     */
    public boolean find(FeatureStore store, long watermarkNs) {
        for (int e = 0; e < entities.length; e++) {
            if (entities[e].present()) {
                store.entity(e).probe(entities[e].key().high(), entities[e].key().low());
            }
        }
        for (int e = 0; e < entities.length; e++) {
            entities[e].find(store.entity(e));
        }
        boolean room = true;
        for (int e = 0; e < entities.length; e++) {
            room &= entities[e].touch(store.entity(e), watermarkNs);
        }
        return room;
    }

    /** Adds the event to every entity that {@link #find} found or that is new. */
    public void add(FeatureStore store, long watermarkNs) {
        for (int e = 0; e < entities.length; e++) {
            entities[e].add(store.entity(e), watermarkNs);
        }
    }

    /** An entity type. */
    public EntityPlan entity(int entityType) {
        return entities[entityType];
    }

    /**
     * Greatest amount in the base currency that every entity can still sum without overflow, in
     * minor units.
     */
    public long maxAmountMinor() {
        return maxAmountMinor;
    }

    /** What a feature reads of the state, by its index in the dense vector. */
    public FeatureUse use(int feature) {
        return uses.get(feature);
    }

    /** Number of features. */
    public int size() {
        return features.length;
    }

    /**
     * How far a decision request's time may lie from the ingress time without being stale, in
     * nanoseconds.
     */
    public long latenessNs() {
        return latenessNs;
    }

    /** Finds the transaction's entities. */
    public void locate(TransactionView transaction) {
        for (EntityPlan entity : entities) {
            entity.locate(transaction);
        }
    }

    /**
     * Fills the event of every entity type that is present.
     *
     * @param outcome what became of the transaction so far
     * @param amountBase amount in minor units of the base currency
     * @return false when a number of the transaction is too great to be summed
     */
    public boolean read(TransactionView transaction, OutcomeView outcome, long amountBase) {
        long eventKey =
                EventKeys.of(
                        transaction.buffer(),
                        transaction.eventIdOffset(),
                        transaction.eventIdLength());
        boolean bounded = true;
        for (EntityPlan entity : entities) {
            if (entity.present()) {
                bounded &= entity.read(transaction, outcome, eventKey, amountBase);
            }
        }
        return bounded;
    }

    /**
     * Fills the dense vector from the windows' values.
     *
     * @param amountBase amount in minor units of the base currency
     */
    public void evaluate(TransactionView transaction, long amountBase, double[] vector) {
        for (int i = 0; i < features.length; i++) {
            vector[i] = features[i].of(transaction, amountBase);
        }
    }
}
