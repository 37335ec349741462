package dev.peregrine.scoring.pipeline;

import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.engine.EngineProbe;
import java.util.EnumMap;
import java.util.Map;
import org.HdrHistogram.SingleWriterRecorder;
import org.agrona.concurrent.NanoClock;

/**
 * Times the engine's phases, for one transaction in {@value #EVERY}: reading the clock eight times
 * for each would cost more than some of the phases. Each time includes one reading of the clock.
 *
 * <p>Written on the engine's thread; the recorders may be read by one other.
 */
public final class PhaseProbe implements EngineProbe {
    /** One transaction in so many is timed; a power of two. */
    public static final int EVERY = 64;

    private static final long GREATEST_NS = 60_000_000_000L;

    private final Map<EnginePhase, SingleWriterRecorder> recorders =
            new EnumMap<>(EnginePhase.class);
    private final NanoClock clock;
    private boolean timing;
    private long last;

    /**
     * Over a clock.
     *
     * @param clock monotonic
     */
    public PhaseProbe(NanoClock clock) {
        this.clock = clock;
        for (EnginePhase phase : EnginePhase.values()) {
            recorders.put(phase, new SingleWriterRecorder(1, GREATEST_NS, 2));
        }
    }

    @Override
    public void begin(long sequence) {
        timing = (sequence & (EVERY - 1)) == 0;
        if (timing) {
            last = clock.nanoTime();
        }
    }

    @Override
    public void end(EnginePhase phase) {
        if (timing) {
            long now = clock.nanoTime();
            recorders.get(phase).recordValue(Math.min(GREATEST_NS, now - last));
            last = now;
        }
    }

    /** Nanoseconds in a phase. */
    public SingleWriterRecorder recorder(EnginePhase phase) {
        return recorders.get(phase);
    }
}
