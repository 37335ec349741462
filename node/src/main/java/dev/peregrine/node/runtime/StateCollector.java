package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.scoring.pipeline.StateMetrics;
import dev.peregrine.scoring.pipeline.StateMetrics.EntityType;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** How full the entity stores are, by tenant and entity type, as of the last batch of events. */
final class StateCollector implements MultiCollector {
    private final StateMetrics metrics;
    private final Map<Integer, String> tenants;

    /**
     * @param tenants names by id; one that is not configured any more goes by its id
     */
    StateCollector(StateMetrics metrics, List<NodeConfig.Tenant> tenants) {
        this.metrics = metrics;
        this.tenants =
                tenants.stream()
                        .collect(Collectors.toMap(NodeConfig.Tenant::id, NodeConfig.Tenant::name));
    }

    @Override
    public MetricSnapshots collect() {
        List<EntityType> types = metrics.entityTypes();
        return new MetricSnapshots(
                gauge("peregrine_entities", "Entities held.", types, EntityType::entities),
                gauge(
                        "peregrine_entity_capacity",
                        "Greatest number of entities.",
                        types,
                        EntityType::capacity),
                counter(
                        "peregrine_entities_dropped",
                        "Entities that went because their windows were all empty.",
                        types,
                        EntityType::dropped),
                counter(
                        "peregrine_entities_evicted",
                        "Entities that went, with what they remembered, to make room.",
                        types,
                        EntityType::evicted),
                gauge(
                        "peregrine_entities_saturated",
                        "Entities held that have lost events to max_events.",
                        types,
                        EntityType::saturated),
                gauge(
                        "peregrine_entity_history_bytes",
                        "Memory of events and of tables of values.",
                        types,
                        EntityType::historyBytes));
    }

    private GaugeSnapshot gauge(
            String name, String help, List<EntityType> types, ToLongFunction<EntityType> number) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        for (EntityType type : types) {
            gauge.dataPoint(
                    GaugeSnapshot.GaugeDataPointSnapshot.builder()
                            .labels(labels(type))
                            .value((double) number.applyAsLong(type))
                            .build());
        }
        return gauge.build();
    }

    private CounterSnapshot counter(
            String name, String help, List<EntityType> types, ToLongFunction<EntityType> number) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        for (EntityType type : types) {
            counter.dataPoint(
                    CounterSnapshot.CounterDataPointSnapshot.builder()
                            .labels(labels(type))
                            .value((double) number.applyAsLong(type))
                            .build());
        }
        return counter.build();
    }

    private Labels labels(EntityType type) {
        return Labels.of(
                "tenant",
                tenants.getOrDefault(type.tenantId(), Integer.toString(type.tenantId())),
                "entity",
                type.name());
    }
}
