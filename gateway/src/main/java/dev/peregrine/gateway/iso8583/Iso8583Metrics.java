package dev.peregrine.gateway.iso8583;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What listeners for ISO 8583 count. Thread-safe. Labels take few values: names of listeners, types
 * that are served, response codes, numbers of fields, reasons.
 */
public final class Iso8583Metrics implements AutoCloseable {
    private static final double NS_PER_SECOND = 1e9;
    private static final double[] BOUNDS_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
    };

    private final PrometheusRegistry registry;
    private final List<Collector> collectors = new ArrayList<>();
    private final Counter answers;
    private final Counter faults;
    private final Counter closes;
    private final Counter ignored;
    private final Gauge connections;
    private final Histogram durations;

    /** Registers the metrics. */
    public Iso8583Metrics(PrometheusRegistry registry) {
        this.registry = registry;
        answers =
                register(
                        Counter.builder()
                                .name("peregrine_iso8583_answers_total")
                                .help("Messages answered, by kind and response code")
                                .labelNames("listener", "kind", "code")
                                .build());
        faults =
                register(
                        Counter.builder()
                                .name("peregrine_iso8583_format_errors_total")
                                .help("Messages with a field that could not be taken, by field")
                                .labelNames("listener", "field")
                                .build());
        closes =
                register(
                        Counter.builder()
                                .name("peregrine_iso8583_closes_total")
                                .help("Connections closed from this side, by reason")
                                .labelNames("listener", "reason")
                                .build());
        ignored =
                register(
                        Counter.builder()
                                .name("peregrine_iso8583_ignored_total")
                                .help("Responses that a peer sent, and answers nobody waited for")
                                .labelNames("listener")
                                .build());
        connections =
                register(
                        Gauge.builder()
                                .name("peregrine_iso8583_connections")
                                .help("Open connections")
                                .labelNames("listener")
                                .build());
        durations =
                register(
                        Histogram.builder()
                                .name("peregrine_iso8583_answer_duration_seconds")
                                .help("From a message's last byte to its answer's writing")
                                .labelNames("listener")
                                .classicOnly()
                                .classicUpperBounds(BOUNDS_SECONDS)
                                .build());
    }

    void onAnswer(String listener, MessageType.Kind kind, String code, long durationNs) {
        answers.labelValues(listener, kind.name().toLowerCase(Locale.ROOT), code).inc();
        durations.labelValues(listener).observe(durationNs / NS_PER_SECOND);
    }

    void onFault(String listener, String field) {
        faults.labelValues(listener, field).inc();
    }

    void onClose(String listener, CloseReason reason) {
        closes.labelValues(listener, reason.label()).inc();
    }

    void onIgnored(String listener) {
        ignored.labelValues(listener).inc();
    }

    void onConnections(String listener, int change) {
        connections.labelValues(listener).inc(change);
    }

    /** Takes the metrics out of the registry. */
    @Override
    public void close() {
        collectors.forEach(registry::unregister);
        collectors.clear();
    }

    private <T extends Collector> T register(T collector) {
        registry.register(collector);
        collectors.add(collector);
        return collector;
    }
}
