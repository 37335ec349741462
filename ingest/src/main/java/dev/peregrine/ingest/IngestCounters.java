package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.RejectCode;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * What ingest has counted since its start. Each counter has one writing thread; any thread may
 * read.
 */
public final class IngestCounters {
    private static final int CODES = 256;

    private final AtomicLong admitted = new AtomicLong();
    private final AtomicLongArray refused = new AtomicLongArray(CODES);
    private final AtomicLong malformedFrames = new AtomicLong();
    private final AtomicLong unknownSession = new AtomicLong();
    private final AtomicLong sessionsOpened = new AtomicLong();
    private final AtomicLong sessionsRefused = new AtomicLong();
    private final AtomicLong sessionsOpen = new AtomicLong();
    private final AtomicLong slowConsumers = new AtomicLong();

    private final AtomicLong decisions = new AtomicLong();
    private final AtomicLong replayedDecisions = new AtomicLong();
    private final AtomicLong acks = new AtomicLong();
    private final AtomicLong stateHashes = new AtomicLong();
    private final AtomicLongArray refusedByEngine = new AtomicLongArray(CODES);
    private final AtomicLong egressDropped = new AtomicLong();

    private static void increment(AtomicLong counter) {
        counter.setRelease(counter.getPlain() + 1);
    }

    private static void increment(AtomicLongArray counters, RejectCode code) {
        counters.setRelease(code.value(), counters.getPlain(code.value()) + 1);
    }

    void onAdmitted() {
        increment(admitted);
    }

    void onRefused(RejectCode code) {
        increment(refused, code);
    }

    void onMalformedFrame() {
        increment(malformedFrames);
    }

    void onUnknownSession() {
        increment(unknownSession);
    }

    void onSessionOpened() {
        increment(sessionsOpened);
        increment(sessionsOpen);
    }

    void onSessionClosed() {
        sessionsOpen.setRelease(sessionsOpen.getPlain() - 1);
    }

    void onSessionRefused() {
        increment(sessionsRefused);
    }

    void onSlowConsumer() {
        increment(slowConsumers);
    }

    void onDecision() {
        increment(decisions);
    }

    void onReplayedDecision() {
        increment(replayedDecisions);
    }

    void onAck() {
        increment(acks);
    }

    void onStateHash() {
        increment(stateHashes);
    }

    void onRefusedByEngine(RejectCode code) {
        increment(refusedByEngine, code);
    }

    void onEgressDropped() {
        increment(egressDropped);
    }

    /** Events handed to the pipeline. */
    public long admitted() {
        return admitted.getAcquire();
    }

    /** Events refused by admission, before they were sequenced, with a code. */
    public long refused(RejectCode code) {
        return refused.getAcquire(code.value());
    }

    /** Messages that were no messages of the protocol; not answered. */
    public long malformedFrames() {
        return malformedFrames.getAcquire();
    }

    /** Messages of sessions that do not exist; not answered. */
    public long unknownSession() {
        return unknownSession.getAcquire();
    }

    /** Sessions opened. */
    public long sessionsOpened() {
        return sessionsOpened.getAcquire();
    }

    /** Attempts to open a session that were refused or could not be answered. */
    public long sessionsRefused() {
        return sessionsRefused.getAcquire();
    }

    /** Sessions open now. */
    public long sessionsOpen() {
        return sessionsOpen.getAcquire();
    }

    /** Sessions ended because their client did not drain its answers. */
    public long slowConsumers() {
        return slowConsumers.getAcquire();
    }

    /** Decisions made and sent. */
    public long decisions() {
        return decisions.getAcquire();
    }

    /** Decisions sent again for a duplicate. */
    public long replayedDecisions() {
        return replayedDecisions.getAcquire();
    }

    /** Acknowledgements sent. */
    public long acks() {
        return acks.getAcquire();
    }

    /** State hashes sent. */
    public long stateHashes() {
        return stateHashes.getAcquire();
    }

    /** Sequenced events that the engine refused, with a code. */
    public long refusedByEngine(RejectCode code) {
        return refusedByEngine.getAcquire(code.value());
    }

    /** Answers that found no session, or no room on their way. */
    public long egressDropped() {
        return egressDropped.getAcquire();
    }
}
