package dev.peregrine.node.runtime;

import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.pipeline.Stage;
import dev.peregrine.scoring.pipeline.StageTotals;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long events are in each stage, and in each phase of the engine, since the start: histograms
 * with fixed buckets for every scraper, and with native ones for those that take them (schema 3: a
 * bucket ends 9 % above the one before).
 */
final class StageCollector implements MultiCollector {
    static final int SCHEMA = 3;

    private static final double SECONDS = 1e-9;
    private static final double[] BOUNDS = {
        1e-6,
        2.5e-6,
        5e-6,
        1e-5,
        2.5e-5,
        5e-5,
        1e-4,
        2.5e-4,
        5e-4,
        1e-3,
        2.5e-3,
        5e-3,
        1e-2,
        2.5e-2,
        5e-2,
        0.1,
        0.25,
        0.5,
        1,
        2.5,
        10,
        Double.POSITIVE_INFINITY
    };

    private final StageTotals totals;

    StageCollector(StageTotals totals) {
        this.totals = totals;
    }

    @Override
    public MetricSnapshots collect() {
        HistogramSnapshot.Builder stages =
                HistogramSnapshot.builder()
                        .name("peregrine_stage_seconds")
                        .help("Time of an event in a stage of its way through the node.");
        for (Stage stage : Stage.values()) {
            stages.dataPoint(dataPoint("stage", stage.label(), totals.total(stage)));
        }
        HistogramSnapshot.Builder phases =
                HistogramSnapshot.builder()
                        .name("peregrine_engine_phase_seconds")
                        .help("Time of a transaction in a phase of the engine, of one in 64.");
        for (EnginePhase phase : EnginePhase.values()) {
            phases.dataPoint(dataPoint("phase", phase.label(), totals.total(phase)));
        }
        return new MetricSnapshots(stages.build(), phases.build());
    }

    static HistogramDataPointSnapshot dataPoint(String label, String value, Histogram histogram) {
        long[] classic = new long[BOUNDS.length];
        Map<Integer, Long> exponential = new TreeMap<>();
        long zeros = 0;
        double sum = 0;
        for (HistogramIterationValue step : histogram.recordedValues()) {
            long count = step.getCountAddedInThisIterationStep();
            double seconds = histogram.medianEquivalentValue(step.getValueIteratedTo()) * SECONDS;
            sum += count * seconds;
            classic[bucket(seconds)] += count;
            if (step.getValueIteratedTo() == 0) {
                zeros += count;
            } else {
                exponential.merge(nativeBucket(seconds), count, Long::sum);
            }
        }
        List<Integer> indexes = new ArrayList<>(exponential.keySet());
        List<Long> counts = new ArrayList<>(exponential.values());
        return HistogramDataPointSnapshot.builder()
                .labels(Labels.of(label, value))
                .classicHistogramBuckets(ClassicHistogramBuckets.of(BOUNDS, classic))
                .nativeSchema(SCHEMA)
                .nativeZeroThreshold(SECONDS / 2)
                .nativeZeroCount(zeros)
                .nativeBucketsForPositiveValues(NativeHistogramBuckets.of(indexes, counts))
                .sum(sum)
                .build();
    }

    private static int bucket(double seconds) {
        int bucket = 0;
        while (seconds > BOUNDS[bucket]) {
            bucket++;
        }
        return bucket;
    }

    /** Bucket i of schema s ends at 2 to the power of i / 2^s; by Prometheus' definition. */
    private static int nativeBucket(double seconds) {
        return (int) Math.ceil(Math.log(seconds) / Math.log(2) * (1 << SCHEMA));
    }
}
