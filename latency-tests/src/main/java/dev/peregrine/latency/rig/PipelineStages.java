package dev.peregrine.latency.rig;

import dev.peregrine.report.latency.StageFigure;
import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.pipeline.Stage;
import dev.peregrine.scoring.pipeline.StageTotals;
import java.util.ArrayList;
import java.util.List;

/** The stages of a pipeline in this process, and the phases of its engine. */
public final class PipelineStages implements StageSource {
    private final StageTotals totals;

    public PipelineStages(StageTotals totals) {
        this.totals = totals;
    }

    @Override
    public List<Part> parts() {
        totals.collect((stage, interval) -> {}, Control::giveWay);
        List<Part> parts = new ArrayList<>();
        for (Stage stage : Stage.values()) {
            parts.add(new Part(stage.label(), stage.includes(), totals.total(stage)));
            Control.giveWay();
            if (stage == Stage.ENGINE) {
                for (EnginePhase phase : EnginePhase.values()) {
                    parts.add(
                            new Part(
                                    StageFigure.PHASE + phase.label(),
                                    phase.includes() + "; one transaction in 64",
                                    totals.total(phase)));
                    Control.giveWay();
                }
            }
        }
        return parts;
    }
}
