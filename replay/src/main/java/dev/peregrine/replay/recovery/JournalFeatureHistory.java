package dev.peregrine.replay.recovery;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.event.EventTenant;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.state.FeatureStore;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Feature history from the journal: runs a tenant's events through an engine of its own, in which
 * the bundle in question takes the place of every bundle that the tenant ever activated.
 *
 * <p>A node prepares what it is about to activate, and the engine only reads what came since.
 * Replay finds nothing prepared and reads the journal when it comes to the activation.
 */
public final class JournalFeatureHistory implements FeatureHistory, AutoCloseable {
    private static final long JOURNAL_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);
    private static final long POLL_NS = 20_000;

    private record Wanted(int tenantId, BundleHash bundle) {}

    private final Log journal;
    private final Function<PolicyBundle, ScoringEngine> engines;
    private final Map<Wanted, Follower> prepared = new ConcurrentHashMap<>();
    private final Queue<Follower> done = new ConcurrentLinkedQueue<>();

    /**
     * @param engines makes an engine that takes the given bundle for whatever is activated, with
     *     the key secret and the limits of the one that asks
     */
    public JournalFeatureHistory(Log journal, Function<PolicyBundle, ScoringEngine> engines) {
        this.journal = Objects.requireNonNull(journal);
        this.engines = Objects.requireNonNull(engines);
    }

    /**
     * Runs the tenant's events so far.
     *
     * @throws LogException when the journal begins too late for the bundle's windows, with the span
     *     that is missing
     */
    @Override
    public void prepare(int tenantId, PolicyBundle bundle) {
        release();
        Wanted wanted = new Wanted(tenantId, bundle.hash());
        Follower follower = prepared.remove(wanted);
        if (follower == null) {
            follower = new Follower(tenantId, bundle);
        }
        try {
            follower.readBefore(Long.MAX_VALUE);
            follower.check(bundle);
        } catch (RuntimeException e) {
            follower.close();
            throw e;
        }
        prepared.put(wanted, follower);
    }

    @Override
    public FeatureStore before(int tenantId, PolicyBundle bundle, long sequence) {
        Follower follower = prepared.remove(new Wanted(tenantId, bundle.hash()));
        if (follower != null) {
            follower.awaitBefore(sequence);
            FeatureStore store = follower.detach();
            done.add(follower);
            return store;
        }
        try (Follower fresh = new Follower(tenantId, bundle)) {
            fresh.awaitBefore(sequence);
            fresh.check(bundle);
            return fresh.detach();
        }
    }

    @Override
    public void release() {
        for (Follower next = done.poll(); next != null; next = done.poll()) {
            next.close();
        }
    }

    /** Closes what was prepared and never asked for. */
    @Override
    public void close() {
        release();
        prepared.values().forEach(Follower::close);
        prepared.clear();
    }

    /** An engine behind the journal. One thread at a time. */
    private final class Follower implements AutoCloseable {
        private final EventResult result = new EventResult();
        private final int tenantId;
        private final ScoringEngine engine;
        private long nextPosition;
        private long firstSequence;
        private long firstNs;
        private long lastSequence;
        private long lastNs;
        private boolean reachedEnd;

        Follower(int tenantId, PolicyBundle bundle) {
            this.tenantId = tenantId;
            engine = engines.apply(bundle);
        }

        /** Reads up to a sequence, which the log's writer may not have got to yet. */
        void awaitBefore(long sequence) {
            long deadline = System.nanoTime() + JOURNAL_TIMEOUT_NS;
            readBefore(sequence);
            while (!reachedEnd && lastSequence < sequence - 1) {
                if (System.nanoTime() - deadline > 0) {
                    throw new LogException(
                            journal.name() + ": no event " + (sequence - 1) + " in 30 s");
                }
                LockSupport.parkNanos(POLL_NS);
                readBefore(sequence);
            }
        }

        void readBefore(long endSequence) {
            nextPosition =
                    journal.read(
                            nextPosition,
                            (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                                if (sequence >= endSequence) {
                                    reachedEnd = true;
                                    return false;
                                }
                                if (firstSequence == 0) {
                                    firstSequence = sequence;
                                    firstNs = ingressTimeNs;
                                }
                                lastSequence = sequence;
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
        }

        FeatureStore detach() {
            FeatureStore store = engine.detachStore(tenantId);
            if (store == null) {
                throw new LogException(
                        journal.name() + ": no policy of tenant " + tenantId + " before");
            }
            return store;
        }

        /** Refuses a journal that does not hold all events of the longest window. */
        void check(PolicyBundle bundle) {
            if (firstSequence == 1) {
                return;
            }
            long[] reachNs = new long[1];
            engine.visitStores(
                    (tenant, entity) -> reachNs[0] = Math.max(reachNs[0], entity.layout().ttlNs()));
            long missingNs = firstNs - (lastNs - reachNs[0]);
            if (missingNs > 0) {
                throw new LogException(
                        journal.name()
                                + ": too short for the windows of policy "
                                + bundle.name()
                                + ": "
                                + TimeUnit.NANOSECONDS.toHours(missingNs)
                                + " h are missing; features.yaml can say added_features: cold");
            }
        }

        @Override
        public void close() {
            engine.close();
        }
    }
}
