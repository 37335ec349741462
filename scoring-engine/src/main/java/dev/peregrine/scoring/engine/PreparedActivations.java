package dev.peregrine.scoring.engine;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.state.FeatureStore;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.agrona.CloseHelper;

/**
 * What activations need, made by another thread beforehand, so that the engine's neither compiles
 * nor waits for memory; and what they leave behind, for that thread to close.
 */
final class PreparedActivations implements AutoCloseable {
    private final Map<Key, Activation> ready = new ConcurrentHashMap<>();
    private final Queue<AutoCloseable> retired = new ConcurrentLinkedQueue<>();

    private record Key(int tenantId, BundleHash bundle) {}

    /**
     * An activation.
     *
     * @param policy compiled
     * @param empty store to begin with; null where the state stays, or comes from history
     */
    record Activation(PreparedPolicy policy, FeatureStore empty) {}

    /** Any thread. */
    void put(int tenantId, PreparedPolicy policy, FeatureStore empty) {
        close(ready.put(new Key(tenantId, policy.bundle().hash()), new Activation(policy, empty)));
    }

    /** What was made ready for an activation; null for nothing. The engine's thread. */
    Activation take(int tenantId, BundleHash bundle) {
        return ready.remove(new Key(tenantId, bundle));
    }

    /** Leaves a store to be closed by {@link #release}. The engine's thread. */
    void retire(FeatureStore store) {
        retired.add(store);
    }

    /** Closes what was left. Any thread. */
    void release() {
        for (AutoCloseable next = retired.poll(); next != null; next = retired.poll()) {
            CloseHelper.close(next);
        }
    }

    @Override
    public void close() {
        release();
        ready.values().forEach(PreparedActivations::close);
        ready.clear();
    }

    private static void close(Activation activation) {
        if (activation != null && activation.empty() != null) {
            activation.empty().close();
        }
    }
}
