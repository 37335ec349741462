package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateHash;

/** A tenant's active policy and everything that is remembered under it. One thread. */
final class TenantState implements AutoCloseable {
    final int tenantId;
    final ExchangeRates rates = new ExchangeRates();
    private CompiledPolicy policy;
    private FeatureStore store;

    TenantState(int tenantId) {
        this.tenantId = tenantId;
    }

    /** The active policy; null before the first activation. */
    CompiledPolicy policy() {
        return policy;
    }

    FeatureStore store() {
        return store;
    }

    /**
     * Makes a policy active. State is kept when the new policy keeps the same entities with the
     * same windows; otherwise it starts empty.
     */
    void activate(PolicyBundle bundle, FeatureStoreFactory stores, KeyHasher hasher) {
        CompiledPolicy next = CompiledPolicy.compile(bundle, tenantId, hasher);
        boolean sameState =
                policy != null
                        && policy.bundle().baseCurrency() == bundle.baseCurrency()
                        && policy.bundle()
                                .features()
                                .entities()
                                .equals(bundle.features().entities())
                        && policy.plan().layouts().equals(next.plan().layouts());
        if (!sameState) {
            FeatureStore made = stores.create(next.plan().layouts());
            if (store != null) {
                store.close();
            }
            store = made;
        }
        policy = next;
    }

    /** True when the store can take the located transaction: each of its new entities has room. */
    boolean hasRoom(FeaturePlan plan) {
        for (int e = 0; e < store.entityTypes(); e++) {
            if (plan.present(e)
                    && !store.entity(e).touch(plan.key(e).high(), plan.key(e).low())
                    && !store.entity(e).hasRoomFor(1)) {
                return false;
            }
        }
        return true;
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
    }

    @Override
    public void close() {
        if (store != null) {
            store.close();
        }
    }
}
