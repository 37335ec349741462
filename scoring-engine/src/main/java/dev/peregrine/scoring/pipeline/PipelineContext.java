package dev.peregrine.scoring.pipeline;

import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import java.util.Objects;
import org.agrona.BitUtil;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.IdleStrategy;

/** What a pipeline is made with. */
public final class PipelineContext {
    private ScoringEngine engine;
    private Log journal;
    private Log records;
    private Egress egress;
    private DecisionLookup lookup = DecisionLookup.NONE;
    private DecisionCache cache;
    private PipelineFailureHandler failureHandler;
    private PoisonListener poisonListener = PoisonListener.NONE;
    private EpochNanoClock clock = new IngressClock();
    private ThreadingPreset preset = ThreadingPreset.SHARED;
    private long longestSleepNs = ThreadingPreset.LONGEST_SLEEP_NS;
    private int ringSize = 4096;
    private long epoch = 1;
    private long slowNs = 10_000_000;

    /** The engine, recovered to the journal's end. Required. The pipeline does not close it. */
    public PipelineContext engine(ScoringEngine value) {
        engine = value;
        return this;
    }

    /** Where events are appended; already appending. Required. */
    public PipelineContext journal(Log value) {
        journal = value;
        return this;
    }

    /** Where decision records are appended; already appending. Required. */
    public PipelineContext records(Log value) {
        records = value;
        return this;
    }

    /** Where answers leave. Required. */
    public PipelineContext egress(Egress value) {
        egress = value;
        return this;
    }

    /** Finds decisions that have left the cache. Default: none. */
    public PipelineContext lookup(DecisionLookup value) {
        lookup = value;
        return this;
    }

    /** Latest decisions, as recovery left them. Default: an empty one for 65,536 events, 32 MiB. */
    public PipelineContext cache(DecisionCache value) {
        cache = value;
        return this;
    }

    /** Hears of events on which the engine failed. Default: nobody does. */
    public PipelineContext poisonListener(PoisonListener value) {
        poisonListener = value;
        return this;
    }

    /** Told once when a stage fails. Required. */
    public PipelineContext failureHandler(PipelineFailureHandler value) {
        failureHandler = value;
        return this;
    }

    /**
     * Clock of the ingress stamp and of the stages' hand-over stamps. Default: an {@link
     * IngressClock} of its own.
     */
    public PipelineContext clock(EpochNanoClock value) {
        clock = value;
        return this;
    }

    /** How cores are used. Default: shared. */
    public PipelineContext preset(ThreadingPreset value) {
        preset = value;
        return this;
    }

    /**
     * How long a thread with nothing to do sleeps at most in preset shared, nanoseconds, from 1,000
     * on. Default 50,000.
     */
    public PipelineContext longestSleepNs(long value) {
        longestSleepNs = value;
        return this;
    }

    /**
     * Slots of the ring, a power of two. Default 4096. When all are taken, events are refused as
     * overload.
     */
    public PipelineContext ringSize(int value) {
        ringSize = value;
        return this;
    }

    /** Number of this run. */
    public PipelineContext epoch(long value) {
        epoch = value;
        return this;
    }

    /**
     * From how long on an event's way is told to a JFR recording, if there is one, nanoseconds.
     * Default 10 ms.
     */
    public PipelineContext slowNs(long value) {
        slowNs = value;
        return this;
    }

    public ScoringEngine engine() {
        return engine;
    }

    public Log journal() {
        return journal;
    }

    public Log records() {
        return records;
    }

    public Egress egress() {
        return egress;
    }

    public DecisionLookup lookup() {
        return lookup;
    }

    public DecisionCache cache() {
        return cache;
    }

    public PipelineFailureHandler failureHandler() {
        return failureHandler;
    }

    public PoisonListener poisonListener() {
        return poisonListener;
    }

    public EpochNanoClock clock() {
        return clock;
    }

    public ThreadingPreset preset() {
        return preset;
    }

    /** A new one for a thread of the pipeline. */
    IdleStrategy newIdleStrategy() {
        return preset.idleStrategy(longestSleepNs);
    }

    public int ringSize() {
        return ringSize;
    }

    public long epoch() {
        return epoch;
    }

    public long slowNs() {
        return slowNs;
    }

    /** Fills defaults and checks what was given. */
    public PipelineContext conclude() {
        Objects.requireNonNull(engine, "engine");
        Objects.requireNonNull(journal, "journal");
        Objects.requireNonNull(records, "records");
        Objects.requireNonNull(egress, "egress");
        Objects.requireNonNull(failureHandler, "failureHandler");
        if (!BitUtil.isPowerOfTwo(ringSize)) {
            throw new IllegalArgumentException("ring size " + ringSize + " is not a power of two");
        }
        if (epoch <= engine.lastEpoch()) {
            throw new IllegalArgumentException(
                    "epoch " + epoch + " does not follow " + engine.lastEpoch());
        }
        if (cache == null) {
            cache = new DecisionCache(1 << 16, 32 << 20);
        }
        return this;
    }
}
