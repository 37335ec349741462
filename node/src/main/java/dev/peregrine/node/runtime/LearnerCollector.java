package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.scoring.pipeline.LearnerMetrics;
import dev.peregrine.scoring.pipeline.LearnerMetrics.Learner;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How far the models have come that learn online, by tenant and model. Any thread. */
final class LearnerCollector implements MultiCollector {
    private final LearnerMetrics metrics;
    private final Map<Integer, String> tenants;

    /**
     * @param tenants names by id; one that is not configured any more goes by its id
     */
    LearnerCollector(LearnerMetrics metrics, List<NodeConfig.Tenant> tenants) {
        this.metrics = metrics;
        this.tenants =
                tenants.stream()
                        .collect(Collectors.toMap(NodeConfig.Tenant::id, NodeConfig.Tenant::name));
    }

    @Override
    public MetricSnapshots collect() {
        CounterSnapshot.Builder learned =
                CounterSnapshot.builder()
                        .name("peregrine_learner_examples")
                        .help("Payments learned from, by what they were.");
        CounterSnapshot.Builder passedOver =
                CounterSnapshot.builder()
                        .name("peregrine_learner_passed_over")
                        .help("Payments that found no room to wait for their label.");
        GaugeSnapshot.Builder waiting =
                GaugeSnapshot.builder()
                        .name("peregrine_learner_waiting")
                        .help("Payments that wait for their label.");
        GaugeSnapshot.Builder capacity =
                GaugeSnapshot.builder()
                        .name("peregrine_learner_capacity")
                        .help("Greatest number of payments that can wait.");
        for (Learner learner : metrics.learners()) {
            Labels labels = labels(learner);
            learned.dataPoint(counter(labels.add("label", "fraud"), learner.frauds()));
            learned.dataPoint(counter(labels.add("label", "legitimate"), learner.legitimate()));
            passedOver.dataPoint(counter(labels, learner.passedOver()));
            waiting.dataPoint(gauge(labels, learner.waiting()));
            capacity.dataPoint(gauge(labels, learner.capacity()));
        }
        return new MetricSnapshots(
                learned.build(), passedOver.build(), waiting.build(), capacity.build());
    }

    private static CounterSnapshot.CounterDataPointSnapshot counter(Labels labels, long value) {
        return CounterSnapshot.CounterDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private static GaugeSnapshot.GaugeDataPointSnapshot gauge(Labels labels, long value) {
        return GaugeSnapshot.GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value((double) value)
                .build();
    }

    private Labels labels(Learner learner) {
        return Labels.of(
                "tenant",
                tenants.getOrDefault(learner.tenantId(), Integer.toString(learner.tenantId())),
                "model",
                learner.model());
    }
}
