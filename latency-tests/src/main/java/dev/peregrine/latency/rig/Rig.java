package dev.peregrine.latency.rig;

import dev.peregrine.report.latency.IntervalLog;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Repetition;
import dev.peregrine.report.latency.SeriesPoint;
import dev.peregrine.report.latency.StageFigure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/**
 * Measures targets under open-loop load: warm-up, repetitions, the control beside them, and the
 * files that each leaves behind. Blocks; one measurement at a time.
 */
public final class Rig {
    private static final String OUTSIDE = "outside";

    private final RigPlan plan;
    private final ResultFiles files;
    private final Consumer<String> progress;

    /**
     * @param progress hears of each repetition
     */
    public Rig(RigPlan plan, ResultFiles files, Consumer<String> progress) {
        this.plan = plan;
        this.files = files;
        this.progress = progress;
    }

    /** How long and how often. */
    public RigPlan plan() {
        return plan;
    }

    /** Where the files of what is measured go. */
    public ResultFiles files() {
        return files;
    }

    /**
     * Measures a target.
     *
     * @param subject what it is
     * @param target started; not closed here
     */
    public Measurement measure(Subject subject, LoadTarget target, StageSource stages)
            throws IOException {
        Histogram all = LoadRun.newHistogram();
        Histogram outside = LoadRun.newHistogram();
        List<Repetition> repetitions = new ArrayList<>();
        List<SeriesPoint> series = new ArrayList<>();
        Map<String, StageSource.Part> parts = new LinkedHashMap<>();
        try (IntervalLog log = files.intervalLog(subject.name())) {
            for (int i = 0; i < plan.repetitions(); i++) {
                LoadRun run = new LoadRun(plan.load(subject.ratePerSecond(), i), target);
                Watched watched = watch(subject.name(), run, stages, log);
                LoadResult result = watched.result();
                progress.accept(result.summary());
                all.add(result.latencies());
                outside.add(run.outside());
                repetitions.add(repetition(result));
                series.addAll(watched.series());
                watched.stages()
                        .forEach(part -> parts.merge(part.name(), part, StageSource.Part::add));
            }
        }
        files.histogram(subject.name(), all);
        return Measurement.builder(subject.name(), subject.title(), subject.includes())
                .floor(subject.floor())
                .sweep(subject.sweep())
                .rate(subject.ratePerSecond())
                .seconds(plan.warmUpSeconds(), plan.seconds())
                .repetitions(repetitions)
                .latencies(all)
                .stages(stages(parts, outside))
                .series(series)
                .build();
    }

    /**
     * Runs one load on the calling thread and watches it beside.
     *
     * @param name of the run
     * @param log gets every second of it; not closed here
     */
    public Watched watch(String name, LoadRun run, StageSource stages, IntervalLog log) {
        Control control = new Control(run::isMeasuring, run::interval, stages, log).start();
        run.onDrained(control::close);
        LoadResult result;
        try (control) {
            result = run.run(name);
        }
        return new Watched(result, control.series(), control.stages());
    }

    private static List<StageFigure> stages(
            Map<String, StageSource.Part> parts, Histogram outside) {
        List<StageFigure> figures = Watched.figures(parts.values());
        if (outside.getTotalCount() > 0) {
            figures.add(
                    StageFigure.of(
                            OUTSIDE,
                            "of each round trip what is not in ring, journal, engine and durable"
                                    + " wait: late sending, the way in, publish, reply, the way"
                                    + " back, the client",
                            outside));
        }
        return figures;
    }

    private static Repetition repetition(LoadResult result) {
        return new Repetition(
                result.achievedRate(),
                result.sent(),
                result.answered(),
                result.failed(),
                result.missedSchedules(),
                result.backPressured(),
                Percentiles.of(result.latencies()));
    }
}
