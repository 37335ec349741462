package dev.peregrine.latency.rig;

import dev.peregrine.report.latency.SeriesPoint;
import dev.peregrine.report.latency.StageFigure;
import java.util.ArrayList;
import java.util.List;

/**
 * What was seen of a load run.
 *
 * @param result of the run
 * @param series its course, a point for each second
 * @param stages parts of the way; none of a target that does not tell
 */
public record Watched(LoadResult result, List<SeriesPoint> series, List<StageSource.Part> stages) {
    /** The stages that something went through, as a report has them. */
    public List<StageFigure> stageFigures() {
        return figures(stages);
    }

    static List<StageFigure> figures(Iterable<StageSource.Part> parts) {
        List<StageFigure> figures = new ArrayList<>();
        for (StageSource.Part part : parts) {
            if (part.nanos().getTotalCount() > 0) {
                figures.add(StageFigure.of(part.name(), part.includes(), part.nanos()));
            }
        }
        return figures;
    }
}
