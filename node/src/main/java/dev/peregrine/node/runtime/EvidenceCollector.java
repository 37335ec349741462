package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.EvidenceException;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.function.LongSupplier;

/** How much the evidence store holds and how far it lags, read when scraped. */
final class EvidenceCollector implements MultiCollector {
    private static final double NANOS = 1e-9;

    private final EvidenceService evidence;

    EvidenceCollector(EvidenceService evidence) {
        this.evidence = evidence;
    }

    @Override
    public MetricSnapshots collect() {
        return new MetricSnapshots(
                gauge(
                        "peregrine_evidence_decisions",
                        "Decisions in the evidence store; NaN while it cannot be read.",
                        read(() -> evidence.store().decisions())),
                gauge(
                        "peregrine_evidence_bytes",
                        "Size of the evidence store's files; NaN while it cannot be read.",
                        read(() -> evidence.store().sizeBytes())),
                gauge(
                        "peregrine_evidence_lag_events",
                        "Events answered that are not yet in the evidence store.",
                        (double) evidence.lagEvents()),
                gauge(
                        "peregrine_evidence_lag_seconds",
                        "How old the oldest answer may be that is not yet in the evidence store.",
                        evidence.lagNs() * NANOS),
                CounterSnapshot.builder()
                        .name("peregrine_evidence_failures")
                        .help("Attempts to read the logs or write the store that failed.")
                        .dataPoint(
                                CounterSnapshot.CounterDataPointSnapshot.builder()
                                        .value((double) evidence.failures())
                                        .build())
                        .build());
    }

    private static double read(LongSupplier number) {
        try {
            return (double) number.getAsLong();
        } catch (EvidenceException e) {
            return Double.NaN;
        }
    }

    private static GaugeSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }
}
