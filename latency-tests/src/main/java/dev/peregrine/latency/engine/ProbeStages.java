package dev.peregrine.latency.engine;

import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.report.latency.StageFigure;
import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.pipeline.PhaseProbe;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** The phases of an engine, from a probe that nobody else reads. One thread. */
final class ProbeStages implements StageSource {
    private static final long GREATEST_NS = 60_000_000_000L;

    private final Map<EnginePhase, Histogram> totals = new EnumMap<>(EnginePhase.class);
    private final PhaseProbe probe;

    ProbeStages(PhaseProbe probe) {
        this.probe = probe;
        for (EnginePhase phase : EnginePhase.values()) {
            totals.put(phase, new Histogram(GREATEST_NS, 2));
        }
    }

    @Override
    public List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        totals.forEach(
                (phase, total) -> {
                    total.add(probe.recorder(phase).getIntervalHistogram());
                    parts.add(
                            new Part(
                                    StageFigure.PHASE + phase.label(),
                                    phase.includes()
                                            + "; one decision in "
                                            + PhaseProbe.EVERY
                                            + " of all batches, a clock reading included",
                                    total.copy()));
                });
        return parts;
    }
}
