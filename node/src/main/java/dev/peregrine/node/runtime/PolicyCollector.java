package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.PolicyBundle;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Optional;

/** Which policies are active, and what became of activations. */
final class PolicyCollector implements MultiCollector {
    private final PolicyActivator activator;
    private final List<NodeConfig.Tenant> tenants;

    PolicyCollector(PolicyActivator activator, List<NodeConfig.Tenant> tenants) {
        this.activator = activator;
        this.tenants = List.copyOf(tenants);
    }

    @Override
    public MetricSnapshots collect() {
        GaugeSnapshot.Builder versions =
                GaugeSnapshot.builder()
                        .name("peregrine_policy_version")
                        .help("Version of the active policy.");
        for (NodeConfig.Tenant tenant : tenants) {
            Optional<PolicyBundle> active = activator.active(tenant.id());
            active.ifPresent(
                    bundle ->
                            versions.dataPoint(
                                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                                            .labels(
                                                    Labels.of(
                                                            "tenant",
                                                            tenant.name(),
                                                            "policy",
                                                            bundle.name()))
                                            .value(bundle.version())
                                            .build()));
        }
        return new MetricSnapshots(
                versions.build(),
                counter(
                        "peregrine_policy_refusals",
                        "Activations that were refused since the start.",
                        activator.refusals()),
                counter(
                        "peregrine_policy_fallbacks",
                        "Policies taken back by their circuit breakers since the start.",
                        activator.fallbacks()));
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
