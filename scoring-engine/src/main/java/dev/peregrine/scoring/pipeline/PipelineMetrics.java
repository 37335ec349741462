package dev.peregrine.scoring.pipeline;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLongArray;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Counts and stage latencies, written by the publish stage, and how full the entity stores are, by
 * the score stage; read by any thread. Latencies are in nanoseconds, up to 60 s, to 3 digits.
 */
public final class PipelineMetrics {
    static final long GREATEST_NS = 60_000_000_000L;
    static final int DIGITS = 3;

    private static final Stage[] STAGES = Stage.values();

    private final AtomicLongArray decisions = new AtomicLongArray(8);
    private final AtomicLongArray refusals = new AtomicLongArray(64);
    private final AtomicLongArray others = new AtomicLongArray(2);
    private final StateMetrics state = new StateMetrics();
    private final PhaseProbe phases = new PhaseProbe(System::nanoTime);
    private final SingleWriterRecorder[] recorders = new SingleWriterRecorder[STAGES.length];
    private final Map<Stage, SingleWriterRecorder> byStage = new EnumMap<>(Stage.class);

    public PipelineMetrics() {
        for (int i = 0; i < STAGES.length; i++) {
            recorders[i] = new SingleWriterRecorder(1, GREATEST_NS, DIGITS);
            byStage.put(STAGES[i], recorders[i]);
        }
    }

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

    /** Nanoseconds that events were in a stage. To be read by one {@link StageTotals} at a time. */
    SingleWriterRecorder recorder(Stage stage) {
        return byStage.get(stage);
    }

    /** Times of the engine's phases; of one pipeline's engine. */
    PhaseProbe phases() {
        return phases;
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
    }

    /** The event's way is at its end. */
    void onReplied(EventSlot slot) {
        for (int i = 0; i < STAGES.length; i++) {
            long ns = STAGES[i].durationNs(slot);
            recorders[i].recordValue(Math.max(0, Math.min(ns, GREATEST_NS)));
        }
    }

    private static void increment(AtomicLongArray counts, int index) {
        counts.lazySet(index, counts.getPlain(index) + 1);
    }
}
