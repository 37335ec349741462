package dev.peregrine.scoring.engine;

import dev.peregrine.state.FeatureStoreFactory;
import java.util.Objects;

/** What an engine is made with. */
public final class EngineContext {
    /** Length of the secret with which keys are hashed, in bytes. */
    public static final int KEY_SECRET_LENGTH = 16;

    private static final long HOUR_NS = 3_600_000_000_000L;

    private PolicySource policies;
    private FeatureStoreFactory stores;
    private FeatureHistory history = FeatureHistory.NONE;
    private byte[] keySecret;
    private Quarantine quarantine = Quarantine.NONE;
    private long identityRetentionNs = 24 * HOUR_NS;
    private int identityCapacity = 1 << 20;
    private int identitiesAtFirst = Integer.MAX_VALUE;

    /** Where activated bundles are found. Required. */
    public EngineContext policies(PolicySource source) {
        policies = source;
        return this;
    }

    /** What makes the feature stores. Required. */
    public EngineContext stores(FeatureStoreFactory factory) {
        stores = factory;
        return this;
    }

    /** What warms added features up. Default: none, and an activation that needs it halts. */
    public EngineContext history(FeatureHistory source) {
        history = source;
        return this;
    }

    /**
     * Secret of the keyed hashes, 16 bytes; the same for every engine that reads the same journal.
     * Required.
     */
    public EngineContext keySecret(byte[] secret) {
        keySecret = secret.clone();
        return this;
    }

    /** Events to refuse, because an engine halts on them. Default: none. */
    public EngineContext quarantine(Quarantine value) {
        quarantine = value;
        return this;
    }

    /** How long an event id is remembered, in nanoseconds of ingress time. Default 24 hours. */
    public EngineContext identityRetentionNs(long ns) {
        identityRetentionNs = ns;
        return this;
    }

    /**
     * Greatest number of event ids remembered at a time: greatest rate x retention. Default
     * 1,048,576. Beyond it events are refused.
     */
    public EngineContext identityCapacity(int count) {
        identityCapacity = count;
        return this;
    }

    /**
     * For how many event ids there is room in the index at the start. It grows beyond that, which
     * stops the engine for a moment, and is quicker to search as long as there are few. Default:
     * the capacity, so that it never grows.
     */
    public EngineContext identitiesAtFirst(int count) {
        identitiesAtFirst = count;
        return this;
    }

    public PolicySource policies() {
        return policies;
    }

    public FeatureStoreFactory stores() {
        return stores;
    }

    public FeatureHistory history() {
        return history;
    }

    public byte[] keySecret() {
        return keySecret.clone();
    }

    public Quarantine quarantine() {
        return quarantine;
    }

    public long identityRetentionNs() {
        return identityRetentionNs;
    }

    public int identityCapacity() {
        return identityCapacity;
    }

    int identitiesAtFirst() {
        return identitiesAtFirst;
    }

    /** Checks what was given. */
    public EngineContext conclude() {
        Objects.requireNonNull(policies, "policies");
        Objects.requireNonNull(stores, "stores");
        Objects.requireNonNull(history, "history");
        Objects.requireNonNull(keySecret, "keySecret");
        Objects.requireNonNull(quarantine, "quarantine");
        if (keySecret.length != KEY_SECRET_LENGTH) {
            throw new IllegalArgumentException(
                    "key secret has " + keySecret.length + " bytes, not " + KEY_SECRET_LENGTH);
        }
        return this;
    }
}
