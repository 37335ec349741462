package dev.peregrine.gateway.standin;

import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.protocol.CurrencyCodes;
import dev.peregrine.protocol.codec.RejectCode;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleSupplier;

/** What is counted of stand-ins. Thread-safe. */
final class StandInMetrics implements StandInEntry.Waiter, AutoCloseable {
    private static final double NS_PER_SECOND = 1e9;

    private final PrometheusRegistry registry;
    private final List<Collector> collectors = new ArrayList<>();
    private final Counter given;
    private final Counter notKept;
    private final Counter settled;
    private final Counter refused;
    private final Counter differing;
    private final Counter differingAmount;

    StandInMetrics(PrometheusRegistry registry, Spool spool) {
        this.registry = registry;
        given =
                counter(
                        "peregrine_stand_ins_total",
                        "Stand-ins given, by reason and action",
                        "reason",
                        "action");
        notKept =
                counter(
                        "peregrine_stand_ins_not_kept_total",
                        "Stand-ins that could not be kept, and were not given");
        settled =
                counter(
                        "peregrine_stand_ins_settled_total",
                        "Stand-ins that the engine has heard of, by how that ended",
                        "result");
        refused =
                counter(
                        "peregrine_stand_ins_refused_total",
                        "Stand-ins whose payment the engine refuses, by code",
                        "code");
        differing =
                counter(
                        "peregrine_stand_ins_superseded_otherwise_total",
                        "Superseded stand-ins whose action was not the engine's");
        differingAmount =
                counter(
                        "peregrine_stand_ins_superseded_otherwise_amount_minor_total",
                        "Sum of the amounts of those, in minor units, by currency",
                        "currency");
        gauge(
                "peregrine_stand_in_spool_pending",
                "Stand-ins that the engine has not heard of",
                () -> spool.pending().size());
        gauge(
                "peregrine_stand_in_spool_bytes",
                "Size of the spool's files",
                () -> (double) spool.sizeBytes());
        gauge(
                "peregrine_stand_in_spool_oldest_seconds",
                "Age of the oldest stand-in that the engine has not heard of",
                () -> age(spool.oldestPendingNs()));
    }

    @Override
    public void onKept(StandInEntry entry) {
        StandInDecision standIn = entry.decision();
        given.labelValues(standIn.reason().text(), text(standIn.action())).inc();
    }

    @Override
    public void onNotKept(String reason) {
        notKept.inc();
    }

    void onSettled(Settlement settlement) {
        settled.labelValues(text(settlement)).inc();
    }

    void onRefused(RejectCode code) {
        refused.labelValues(text(code)).inc();
    }

    /**
     * The engine had decided after all.
     *
     * @param otherwise whether it had decided on another action
     */
    void onSuperseded(StandInEntry entry, boolean otherwise) {
        if (otherwise) {
            String code = CurrencyCodes.alphabetic(entry.currency());
            differing.inc();
            differingAmount
                    .labelValues(code == null ? Integer.toString(entry.currency()) : code)
                    .inc((double) entry.amountMinor());
        }
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
        collectors.clear();
    }

    private static double age(long timeNs) {
        return timeNs == 0
                ? 0
                : Math.max(0, System.currentTimeMillis() * 1e6 - timeNs) / NS_PER_SECOND;
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Counter counter(String name, String help, String... labels) {
        return register(Counter.builder().name(name).help(help).labelNames(labels).build());
    }

    private void gauge(String name, String help, DoubleSupplier value) {
        register(
                GaugeWithCallback.builder()
                        .name(name)
                        .help(help)
                        .callback(gauge -> gauge.call(value.getAsDouble()))
                        .build());
    }

    private <T extends Collector> T register(T collector) {
        registry.register(collector);
        collectors.add(collector);
        return collector;
    }
}
