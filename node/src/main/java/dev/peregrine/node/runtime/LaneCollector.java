package dev.peregrine.node.runtime;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;

/** How far the side lane has come and what it left out, read when scraped. */
final class LaneCollector implements MultiCollector {
    private final LaneService service;

    LaneCollector(LaneService service) {
        this.service = service;
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(
                GaugeSnapshot.builder()
                        .name("peregrine_side_lane_lag_events")
                        .help("Events answered that the side lane has not looked at.")
                        .dataPoint(
                                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                        .value((double) service.lagEvents())
                                        .build())
                        .build(),
                counter(
                        "peregrine_side_lane_decisions",
                        "Decisions that challengers and shadow models were asked about.",
                        service.lane().decisions()),
                counter(
                        "peregrine_side_lane_dropped",
                        "Decisions that they were not asked about, as the side lane had fallen"
                                + " behind.",
                        service.lane().dropped()),
                counter(
                        "peregrine_side_lane_explained",
                        "Decisions that were explained exactly.",
                        service.lane().explained()),
                counter(
                        "peregrine_side_lane_failures",
                        "Times that the side lane failed and began again.",
                        service.failures()));
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
}
