package dev.peregrine.scoring.pipeline;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counts and stage latencies, written by the publish stage, and how full the entity stores are, by
 * the score stage; read by any thread. Latencies are in nanoseconds, up to 60 s, to 3 digits.
 */
public final class PipelineMetrics {
    private static final long GREATEST_NS = 60_000_000_000L;

    private final AtomicLongArray decisions = new AtomicLongArray(8);
    private final AtomicLongArray refusals = new AtomicLongArray(64);
    private final AtomicLongArray others = new AtomicLongArray(2);
    private final StateMetrics state = new StateMetrics();
    private final SingleWriterRecorder queueNs = recorder();
    private final SingleWriterRecorder engineNs = recorder();
    private final SingleWriterRecorder durableWaitNs = recorder();

    /** Decisions of an action, without repeats. */
    public long decisions(Action action) {
        return decisions.get(action.value());
    }

    /** Events refused by the engine with a code. */
    public long refusals(RejectCode code) {
        return refusals.get(code.value());
    }

    /** Events applied that wanted no decision. */
    public long acknowledged() {
        return others.get(0);
    }

    /** Authorisations that had been decided before. */
    public long replayed() {
        return others.get(1);
    }

    /** From the ingress stamp until the engine took the event. */
    public SingleWriterRecorder queueNs() {
        return queueNs;
    }

    /** In the engine. */
    public SingleWriterRecorder engineNs() {
        return engineNs;
    }

    /** From the engine's end until the input was durable. */
    public SingleWriterRecorder durableWaitNs() {
        return durableWaitNs;
    }

    /** How full the entity stores are. */
    public StateMetrics state() {
        return state;
    }

    void onResult(EventSlot slot, int actionCode) {
        switch (slot.result.kind) {
            case DECISION -> increment(decisions, actionCode);
            case DUPLICATE_DECISION -> increment(others, 1);
            case REFUSED -> increment(refusals, slot.result.rejectCode.value());
            case ACK, STATE_HASH -> increment(others, 0);
        }
        record(queueNs, slot.scoreStartNanos - slot.receivedNanos);
        record(engineNs, slot.scoreEndNanos - slot.scoreStartNanos);
        record(durableWaitNs, slot.durableNanos - slot.scoreEndNanos);
    }

    private static void increment(AtomicLongArray counts, int index) {
        counts.lazySet(index, counts.getPlain(index) + 1);
    }

    private static void record(SingleWriterRecorder recorder, long ns) {
        recorder.recordValue(Math.max(0, Math.min(ns, GREATEST_NS)));
    }

    private static SingleWriterRecorder recorder() {
        return new SingleWriterRecorder(1, GREATEST_NS, 3);
    }
}
