package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.model.Learners;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.function.Supplier;

/** A tenant's active policy and everything that is remembered under it. One thread. */
final class TenantState implements AutoCloseable {
    final int tenantId;
    final ExchangeRates rates = new ExchangeRates();
    final TenantLists lists;
    private CompiledPolicy policy;
    private FeatureStore store;

    TenantState(int tenantId, KeyHasher hasher) {
        this.tenantId = tenantId;
        lists = new TenantLists(hasher);
    }

    /** The active policy; null before the first activation. */
    CompiledPolicy policy() {
        return policy;
    }

    FeatureStore store() {
        return store;
    }

    /** The active policy and what is remembered under it; after the first activation. */
    ActiveState active(long watermarkNs) {
        return new ActiveState(policy.bundle(), policy.plan(), store, lists::declared, watermarkNs);
    }

    /**
     * Makes a policy active. State is kept when the new policy keeps the same of the same entities.
     * Otherwise it is taken from history, or starts empty where the policy says so or there was no
     * policy before. Lists keep their entries. Models that learn go on with what they have learned
     * when they are made of the same files, and start anew otherwise.
     *
     * @param watermarkNs greatest ingress time so far
     * @param empty gives a store to start with
     * @param history gives the state that the policy would have, had it always been active
     * @return the store that is no longer used; null for none
     */
    FeatureStore activate(
            PreparedPolicy next,
            long watermarkNs,
            Supplier<FeatureStore> empty,
            Supplier<FeatureStore> history) {
        FeatureStore before = null;
        if (!keepsState(next)) {
            before = store;
            store = startsWarm(next.bundle()) ? history.get() : empty.get();
        }
        lists.declare(next.bundle().lists(), watermarkNs);
        if (policy != null) {
            next.models().learners().succeed(policy.models().learners());
        }
        policy = next.bind(lists);
        return before;
    }

    /** Whether a policy that replaces the state has it taken from history. */
    boolean startsWarm(PolicyBundle bundle) {
        return policy != null && bundle.features().addedStartWarm();
    }

    /** Whether a policy goes on with the state as it is. */
    boolean keepsState(PreparedPolicy next) {
        return policy != null
                && KeptState.keeps(policy.bundle(), policy.plan(), next.bundle(), next.plan());
    }

    /** Hands the store over; nothing more can be done with this tenant. */
    FeatureStore detachStore() {
        FeatureStore detached = store;
        policy.models().learners().close();
        store = null;
        policy = null;
        return detached;
    }

    /** True when a model of the active policy learns online. */
    boolean learns() {
        return policy != null && !policy.models().learners().isEmpty();
    }

    /** The models of the active policy that learn online. */
    Learners learners() {
        return policy.models().learners();
    }

    /** True when an entity of the located and read transaction keeps it already. */
    boolean holds(FeaturePlan plan) {
        for (int e = 0; e < plan.entityTypes(); e++) {
            EntityPlan entity = plan.entity(e);
            if (entity.present()
                    && store.entity(e)
                            .contains(
                                    entity.key().high(),
                                    entity.key().low(),
                                    entity.event().timeNs,
                                    entity.event().eventKey)) {
                return true;
            }
        }
        return false;
    }

    void save(long watermarkNs, StateSink sink) {
        rates.save(sink);
        lists.save(watermarkNs, sink);
        sink.putLong(policy == null ? 0 : 1);
        if (policy != null) {
            for (int i = 0; i < 4; i++) {
                sink.putLong(policy.bundle().hash().word(i));
            }
            store.save(sink);
        }
    }

    void load(
            StateSource source,
            long watermarkNs,
            PolicySource policies,
            FeatureStoreFactory stores,
            KeyHasher hasher) {
        rates.load(source);
        lists.load(source);
        if (source.getLong() != 0) {
            PolicyBundle bundle =
                    policies.find(
                            source.getLong(), source.getLong(), source.getLong(), source.getLong());
            policy = PreparedPolicy.compile(bundle, tenantId, hasher).bind(lists);
            lists.declare(bundle.lists(), watermarkNs);
            store = stores.create(policy.plan().layouts());
            store.load(source);
        }
    }

    void hash(long watermarkNs, StateHash hash) {
        if (policy != null) {
            hash.word(tenantId);
            for (int i = 0; i < 4; i++) {
                hash.word(policy.bundle().hash().word(i));
            }
            hash.endItem();
            for (int e = 0; e < store.entityTypes(); e++) {
                store.entity(e).hash(watermarkNs, hash);
            }
        }
        rates.hash(tenantId, hash);
        lists.hash(tenantId, watermarkNs, hash);
    }

    @Override
    public void close() {
        lists.close();
        if (policy != null) {
            policy.models().learners().close();
        }
        if (store != null) {
            store.close();
        }
    }
}
