package dev.peregrine.gateway.standin;

import dev.peregrine.client.Attribute;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.json.StandInReason;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;
import org.agrona.CloseHelper;

/**
 * A gateway's stand-ins. Thread-safe; does not block, but for {@link #open} and {@link #close}, and
 * {@link #supersedingDecision}, which reads the disk.
 */
public final class StandIns implements AutoCloseable {
    private final ActivePolicies policies;
    private final Spool spool;
    private final StandInMetrics metrics;
    private final BackFiller backFiller;

    /**
     * What holds for a payment.
     *
     * @param entry the stand-in
     * @param isReplayed whether it had been given before
     */
    public record Given(StandInEntry entry, boolean isReplayed) {}

    private StandIns(
            ActivePolicies policies, Spool spool, StandInMetrics metrics, BackFiller backFiller) {
        this.policies = policies;
        this.spool = spool;
        this.metrics = metrics;
        this.backFiller = backFiller;
    }

    /**
     * Opens the spool and begins to send what the engine has not heard of.
     *
     * @param context null: no stand-ins are given, but default deadlines are heeded
     * @throws SpoolException when the spool cannot be opened
     */
    public static StandIns open(
            SpoolContext context,
            ActivePolicies policies,
            EngineClient engine,
            PrometheusRegistry registry) {
        if (context == null) {
            return new StandIns(policies, null, null, null);
        }
        Spool spool = Spool.open(context);
        StandInMetrics metrics = new StandInMetrics(registry, spool);
        BackFiller backFiller = new BackFiller(spool, engine, metrics);
        backFiller.start();
        return new StandIns(policies, spool, metrics, backFiller);
    }

    /** Whether stand-ins can be given at all. */
    public boolean areKept() {
        return spool != null;
    }

    /** Whether a tenant's payments get stand-ins. */
    public boolean areDefined(int tenantId) {
        return spool != null
                && spool.refusal().isEmpty()
                && policies.of(tenantId).flatMap(PolicyBundle::standIn).isPresent();
    }

    /** How long a tenant's callers wait who do not say it, in nanoseconds. */
    public long deadlineNs(int tenantId, long otherwiseNs) {
        return policies.of(tenantId).flatMap(PolicyBundle::deadlineNs).orElse(otherwiseNs);
    }

    /** A tenant's own attributes by its policy, for when the engine has not told them. */
    public AttributeDictionary attributes(int tenantId) {
        return policies.of(tenantId)
                .map(
                        bundle ->
                                new AttributeDictionary(
                                        bundle.attributes().stream()
                                                .map(a -> new Attribute(a.id(), a.type(), a.name()))
                                                .toList()))
                .orElse(AttributeDictionary.EMPTY);
    }

    /** The stand-in that was given on a payment; null when there is none. */
    public StandInEntry find(PaymentFacts payment) {
        return spool == null ? null : spool.find(payment.key());
    }

    /**
     * Decides by the tenant's table, and keeps that: unless the payment has a stand-in, which
     * holds.
     *
     * @param event the payment, a Transaction with its header
     * @return the stand-in, which is not to be told before it is on the disk; empty when the policy
     *     has no table
     */
    public Optional<Given> decide(PaymentFacts payment, byte[] event, StandInReason reason) {
        Optional<PolicyBundle> policy = policies.of(payment.tenantId());
        if (spool == null || policy.isEmpty() || policy.get().standIn().isEmpty()) {
            return Optional.empty();
        }
        if (reason == StandInReason.OVERLOAD) {
            backFiller.yieldToPayments();
        }
        Action action =
                policy.get()
                        .standIn()
                        .get()
                        .actionOn(
                                payment.merchant(),
                                payment.category(),
                                payment.amountMinor(),
                                payment.currency());
        StandInDecision standIn =
                new StandInDecision(
                        payment.tenantId(),
                        payment.eventId(),
                        action,
                        reason,
                        new StandInDecision.Policy(
                                policy.get().name(),
                                policy.get().version(),
                                policy.get().hash().toString()));
        Spool.Kept kept = spool.keep(standIn, payment, event);
        if (kept.isNew()) {
            kept.entry().await(metrics);
        }
        return Optional.of(new Given(kept.entry(), !kept.isNew()));
    }

    /** The engine's decision on a superseded stand-in. Reads the disk. */
    public Optional<Decision> supersedingDecision(StandInEntry entry) {
        try {
            return Optional.of(Spool.supersedingDecision(entry));
        } catch (SpoolException e) {
            return Optional.empty();
        }
    }

    /** Ends the sending, and closes the spool: what is pending is sent after the next start. */
    @Override
    public void close() {
        CloseHelper.closeAll(backFiller, spool, metrics);
    }
}
