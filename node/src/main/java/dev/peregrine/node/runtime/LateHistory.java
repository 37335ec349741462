package dev.peregrine.node.runtime;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.state.FeatureStore;

/** A history that is there only after the journal was opened, for engines made before. */
final class LateHistory implements FeatureHistory {
    private volatile FeatureHistory history = FeatureHistory.NONE;

    void set(FeatureHistory value) {
        history = value;
    }

    @Override
    public void prepare(int tenantId, PolicyBundle bundle) {
        history.prepare(tenantId, bundle);
    }

    @Override
    public void release() {
        history.release();
    }

    @Override
    public FeatureStore before(int tenantId, PolicyBundle bundle, long sequence) {
        return history.before(tenantId, bundle, sequence);
    }
}
