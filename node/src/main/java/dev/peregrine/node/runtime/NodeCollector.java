package dev.peregrine.node.runtime;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.scoring.pipeline.PipelineMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Locale;

/** The pipeline's counts, read when scraped. */
final class NodeCollector implements MultiCollector {
    private static final double NANOS = 1e-9;

    private final PeregrineNode node;

    NodeCollector(PeregrineNode node) {
        this.node = node;
    }

    @Override
    public MetricSnapshots collect() {
        PipelineMetrics metrics = node.metrics();
        CounterSnapshot.Builder decisions =
                CounterSnapshot.builder().name("peregrine_decisions").help("Decisions by action.");
        for (Action action :
                List.of(Action.APPROVE, Action.CHALLENGE, Action.REVIEW, Action.DECLINE)) {
            decisions.dataPoint(count("action", action.name(), metrics.decisions(action)));
        }
        CounterSnapshot.Builder refusals =
                CounterSnapshot.builder()
                        .name("peregrine_refusals")
                        .help("Sequenced events that the engine refused, by code.");
        for (RejectCode code : RejectCode.values()) {
            if (code != RejectCode.NULL_VAL
                    && code != RejectCode.SBE_UNKNOWN
                    && metrics.refusals(code) > 0) {
                refusals.dataPoint(count("code", code.name(), metrics.refusals(code)));
            }
        }
        return new MetricSnapshots(
                decisions.build(),
                refusals.build(),
                counter(
                        "peregrine_acknowledged",
                        "Events applied that wanted no decision.",
                        metrics.acknowledged()),
                counter(
                        "peregrine_replayed",
                        "Decisions given again to a retry.",
                        metrics.replayed()),
                counter(
                        "peregrine_driver_warnings",
                        "Warnings of media driver and archive, such as no room for a session.",
                        node.driverWarnings()),
                counter(
                        "peregrine_snapshot_failures",
                        "Snapshots that could not be taken since the start.",
                        node.snapshotFailures()),
                gauge(
                        "peregrine_snapshot_sequence",
                        "Last event of the newest snapshot since the start; 0 for none.",
                        (double) node.snapshotSequence()),
                gauge(
                        "peregrine_clock_ahead_seconds",
                        "Time given to events minus the machine's time.",
                        node.clockAheadNs() * NANOS),
                gauge(
                        "peregrine_epoch",
                        "Run of the node over its data directory.",
                        (double) node.epoch()));
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static CounterSnapshot counter(String name, String help, long value) {
        return CounterSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(
                        CounterSnapshot.CounterDataPointSnapshot.builder()
                                .value((double) value)
                                .build())
                .build();
    }

    private static CounterSnapshot.CounterDataPointSnapshot count(
            String label, String value, long count) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(Labels.of(label, value.toLowerCase(Locale.ROOT)))
                .value((double) count)
                .build();
    }
}
