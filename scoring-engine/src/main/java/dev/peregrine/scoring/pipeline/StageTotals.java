package dev.peregrine.scoring.pipeline;

import dev.peregrine.scoring.engine.EnginePhase;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/**
 * Takes what the pipeline has recorded of its stages and of the engine's phases, and adds it up.
 * The recorders are swapped: the threads that write to them never wait. A pipeline has one of these
 * at a time. Any thread; blocks others of its callers for some hundred microseconds.
 */
public final class StageTotals {
    private final PipelineMetrics metrics;
    private final Map<Stage, Histogram> stages = new EnumMap<>(Stage.class);
    private final Map<Stage, Histogram> recycled = new EnumMap<>(Stage.class);
    private final Map<EnginePhase, Histogram> phases = new EnumMap<>(EnginePhase.class);
    private final Map<EnginePhase, Histogram> recycledPhases = new EnumMap<>(EnginePhase.class);

    public StageTotals(PipelineMetrics metrics) {
        this.metrics = metrics;
        for (Stage stage : Stage.values()) {
            stages.put(stage, new Histogram(PipelineMetrics.GREATEST_NS, PipelineMetrics.DIGITS));
        }
        for (EnginePhase phase : EnginePhase.values()) {
            phases.put(phase, new Histogram(PipelineMetrics.GREATEST_NS, 2));
        }
    }

    /**
     * Adds up what came since the last call.
     *
     * @param listener sees each stage's new values, nanoseconds, with begin and end; keeps nothing
     * @param pause run after each stage and phase, which takes some hundred microseconds: whoever
     *     shares a core with the pipeline may give it back then
     */
    public void collect(BiConsumer<Stage, Histogram> listener, Runnable pause) {
        for (Stage stage : Stage.values()) {
            add(stage, listener);
            pause.run();
        }
        for (EnginePhase phase : EnginePhase.values()) {
            add(phase);
            pause.run();
        }
    }

    private synchronized void add(Stage stage, BiConsumer<Stage, Histogram> listener) {
        SingleWriterRecorder recorder = metrics.recorder(stage);
        Histogram interval = recorder.getIntervalHistogram(recycled.get(stage));
        recycled.put(stage, interval);
        stages.get(stage).add(interval);
        listener.accept(stage, interval);
    }

    private synchronized void add(EnginePhase phase) {
        Histogram interval =
                metrics.phases().recorder(phase).getIntervalHistogram(recycledPhases.get(phase));
        recycledPhases.put(phase, interval);
        phases.get(phase).add(interval);
    }

    /**
     * What a function makes of all that was collected of a stage, nanoseconds.
     *
     * @param function keeps nothing of it
     */
    public synchronized <T> T read(Stage stage, Function<Histogram, T> function) {
        return function.apply(stages.get(stage));
    }

    /** A copy of all that was collected of a stage, nanoseconds. */
    public synchronized Histogram total(Stage stage) {
        return stages.get(stage).copy();
    }

    /** The same for a phase of the engine, of which one transaction in some is timed. */
    public synchronized Histogram total(EnginePhase phase) {
        return phases.get(phase).copy();
    }
}
