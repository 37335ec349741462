package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Drifts that the monitors have found, by tenant and stream. Any thread. */
final class DriftCollector implements MultiCollector {
    private static final double MILLIS = 1000;

    private final Monitors monitors;
    private final Map<Integer, String> tenants;

    /**
     * @param tenants names by id; one that is not configured any more goes by its id
     */
    DriftCollector(Monitors monitors, List<NodeConfig.Tenant> tenants) {
        this.monitors = monitors;
        this.tenants =
                tenants.stream()
                        .collect(Collectors.toMap(NodeConfig.Tenant::id, NodeConfig.Tenant::name));
    }

    @Override
    public MetricSnapshots collect() {
        CounterSnapshot.Builder count =
                CounterSnapshot.builder()
                        .name("peregrine_drifts")
                        .help("Changes that the drift monitor has found.");
        GaugeSnapshot.Builder time =
                GaugeSnapshot.builder()
                        .name("peregrine_drift_last_seconds")
                        .help("Ingress time of the last drift, seconds since 1970.");
        GaugeSnapshot.Builder mean =
                GaugeSnapshot.builder()
                        .name("peregrine_drift_mean_points")
                        .help("Mean score since the last drift, as it was when that was found.");
        monitors.drifts()
                .forEach(
                        (key, seen) -> {
                            Labels labels = labels(key);
                            count.dataPoint(
                                    CounterSnapshot.CounterDataPointSnapshot.builder()
                                            .labels(labels)
                                            .value((double) seen.count())
                                            .build());
                            long millis =
                                    TimeUnit.NANOSECONDS.toMillis(seen.last().ingressTimeNs());
                            time.dataPoint(gauge(labels, millis / MILLIS));
                            mean.dataPoint(gauge(labels, seen.last().after()));
                        });
        return new MetricSnapshots(count.build(), time.build(), mean.build());
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot gauge(Labels labels, double value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
    }

    private Labels labels(Monitors.Key key) {
        return Labels.of(
                "tenant",
                tenants.getOrDefault(key.tenantId(), Integer.toString(key.tenantId())),
                "stream",
                key.stream().externalName());
    }
}
