package dev.peregrine.replay.recovery;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.event.EventTenant;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.FeatureStore;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Feature history from the journal: runs a tenant's events through an engine of its own, in which
 * the bundle in question takes the place of every bundle that the tenant ever activated.
 *
 * <p>A node prepares what it is about to activate, so that the engine finds it ready; replay finds
 * nothing prepared and reads the journal when it comes to the activation. One thread at a time.
 */
public final class JournalFeatureHistory implements FeatureHistory, AutoCloseable {
    private record Prepared(int tenantId, BundleHash bundle) {}

    private final Log journal;
    private final Function<PolicyBundle, ScoringEngine> engines;
    private final Map<Prepared, FeatureStore> prepared = new HashMap<>();

    /**
     * @param engines makes an engine that takes the given bundle for whatever is activated, with
     *     the key secret and the limits of the one that asks
     */
    public JournalFeatureHistory(Log journal, Function<PolicyBundle, ScoringEngine> engines) {
        this.journal = Objects.requireNonNull(journal);
        this.engines = Objects.requireNonNull(engines);
    }

    /**
     * Computes the state for an activation that is the tenant's next event.
     *
     * @throws LogException when the journal begins too late for the bundle's windows, with the span
     *     that is missing
     */
    public void prepare(int tenantId, PolicyBundle bundle) {
        FeatureStore store = new Follower(tenantId, Long.MAX_VALUE).run(bundle);
        FeatureStore before = prepared.put(new Prepared(tenantId, bundle.hash()), store);
        if (before != null) {
            before.close();
        }
    }

    @Override
    public FeatureStore before(int tenantId, PolicyBundle bundle, long sequence) {
        FeatureStore ready = prepared.remove(new Prepared(tenantId, bundle.hash()));
        return ready != null ? ready : new Follower(tenantId, sequence).run(bundle);
    }

    /** Closes what was prepared and never asked for. */
    @Override
    public void close() {
        prepared.values().forEach(FeatureStore::close);
        prepared.clear();
    }

    private final class Follower {
        private final EventResult result = new EventResult();
        private final int tenantId;
        private final long endSequence;
        private long firstSequence;
        private long firstNs;
        private long lastNs;

        Follower(int tenantId, long endSequence) {
            this.tenantId = tenantId;
            this.endSequence = endSequence;
        }

        FeatureStore run(PolicyBundle bundle) {
            FeatureStore store = read(bundle);
            long missingNs = missingNs(store);
            if (missingNs > 0) {
                store.close();
                throw new LogException(
                        journal.name()
                                + ": too short for the windows of policy "
                                + bundle.name()
                                + ": "
                                + TimeUnit.NANOSECONDS.toHours(missingNs)
                                + " h are missing; features.yaml can say added_features: cold");
            }
            return store;
        }

        private FeatureStore read(PolicyBundle bundle) {
            try (ScoringEngine engine = engines.apply(bundle)) {
                journal.read(
                        0,
                        (endPosition, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                            if (sequence >= endSequence) {
                                return false;
                            }
                            if (firstSequence == 0) {
                                firstSequence = sequence;
                                firstNs = ingressTimeNs;
                            }
                            lastNs = ingressTimeNs;
                            if (EventTenant.of(message, offset) == tenantId) {
                                engine.onEvent(
                                        epoch,
                                        sequence,
                                        ingressTimeNs,
                                        message,
                                        offset,
                                        length,
                                        result);
                            }
                            return true;
                        });
                FeatureStore store = engine.detachStore(tenantId);
                if (store == null) {
                    throw new LogException(
                            journal.name() + ": no policy of tenant " + tenantId + " before");
                }
                return store;
            }
        }

        /** How much of the longest window lies before the journal; 0 when it holds all events. */
        private long missingNs(FeatureStore store) {
            if (firstSequence == 1) {
                return 0;
            }
            long reachNs = 0;
            for (int e = 0; e < store.entityTypes(); e++) {
                EntityStore entity = store.entity(e);
                reachNs = Math.max(reachNs, entity.layout().ttlNs());
            }
            return firstNs - (lastNs - reachNs);
        }
    }
}
