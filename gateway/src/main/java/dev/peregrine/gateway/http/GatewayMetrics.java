package dev.peregrine.gateway.http;

import dev.peregrine.protocol.codec.RejectCode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/** What the gateway counts. Thread-safe. Labels take few values, none of them from a request. */
public final class GatewayMetrics implements AutoCloseable {
    private static final double NS_PER_SECOND = 1e9;
    private static final double[] BOUNDS_SECONDS = {
        0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5
    };

    private final PrometheusRegistry registry;
    private final List<Collector> collectors = new ArrayList<>();
    private final Counter requests;
    private final Counter rejections;
    private final Counter lost;
    private final Counter denials;
    private final Histogram durations;

    /**
     * Registers the gateway's metrics.
     *
     * @param inFlight requests for decisions not yet answered
     * @param isReady whether a session with the engine is open and the gateway takes requests
     */
    public GatewayMetrics(
            PrometheusRegistry registry, IntSupplier inFlight, BooleanSupplier isReady) {
        this.registry = registry;
        this.requests =
                register(
                        Counter.builder()
                                .name("peregrine_gateway_requests_total")
                                .help("Requests answered, by HTTP status and decided action")
                                .labelNames("status", "action")
                                .build());
        this.rejections =
                register(
                        Counter.builder()
                                .name("peregrine_gateway_rejections_total")
                                .help("Events that the engine refused, by code")
                                .labelNames("code")
                                .build());
        this.lost =
                register(
                        Counter.builder()
                                .name("peregrine_gateway_lost_answers_total")
                                .help("Answers that came after the gateway had been closed")
                                .build());
        this.denials =
                register(
                        Counter.builder()
                                .name("peregrine_gateway_denials_total")
                                .help("Requests turned away for their key or token, by reason")
                                .labelNames("reason")
                                .build());
        this.durations =
                register(
                        Histogram.builder()
                                .name("peregrine_gateway_decision_duration_seconds")
                                .help("From a decision request's head to its answer's last byte")
                                .classicOnly()
                                .classicUpperBounds(BOUNDS_SECONDS)
                                .build());
        register(
                GaugeWithCallback.builder()
                        .name("peregrine_gateway_in_flight")
                        .help("Requests for decisions not yet answered")
                        .callback(gauge -> gauge.call(inFlight.getAsInt()))
                        .build());
        register(
                GaugeWithCallback.builder()
                        .name("peregrine_gateway_ready")
                        .help("1 while decisions can be asked for, else 0")
                        .callback(gauge -> gauge.call(isReady.getAsBoolean() ? 1 : 0))
                        .build());
    }

    /** An answer without a decision. */
    void onAnswer(int status) {
        requests.labelValues(Integer.toString(status), "none").inc();
    }

    /** An answer with a decision. */
    void onDecision(String action) {
        requests.labelValues("200", action).inc();
    }

    /** An answer that came after the gateway had been closed. */
    void onAnswerLost() {
        lost.inc();
    }

    /** A request that was turned away for its key or token. */
    void onDenial(String reason) {
        denials.labelValues(reason).inc();
    }

    void onDuration(long ns) {
        durations.observe(ns / NS_PER_SECOND);
    }

    void onRejection(RejectCode code) {
        rejections.labelValues(code.name().toLowerCase(Locale.ROOT)).inc();
    }

    /** Takes the gateway's metrics out of the registry. */
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
