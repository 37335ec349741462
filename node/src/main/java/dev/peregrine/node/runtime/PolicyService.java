package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.node.data.Mailbox;
import dev.peregrine.node.data.Mailbox.Request;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.ActivationKind;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes of policy while the node runs, on a thread of its own: those that another process asks
 * for through the data directory's mailbox, and those of the circuit breakers.
 */
final class PolicyService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyService.class);
    private static final long POLL_NS = 100_000_000;
    private static final long BREAKER_INTERVAL_NS = 1_000_000_000;

    private final Mailbox mailbox;
    private final PolicyActivator activator;
    private final DecisionRates rates;
    private final List<NodeConfig.Tenant> tenants;
    private final Set<String> alarmed = new HashSet<>();
    private final Thread thread = new Thread(this::run, "policy");
    private volatile boolean closed;

    PolicyService(
            Mailbox mailbox,
            PolicyActivator activator,
            DecisionRates rates,
            List<NodeConfig.Tenant> tenants) {
        this.mailbox = mailbox;
        this.activator = activator;
        this.rates = rates;
        this.tenants = List.copyOf(tenants);
        thread.setDaemon(true);
    }

    void start() {
        mailbox.clear();
        thread.start();
    }

    /** Waits for what is under way. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
    }

    private void run() {
        long nextCheck = System.nanoTime();
        while (!closed) {
            try {
                mailbox.requests().forEach(this::answer);
                if (System.nanoTime() - nextCheck >= 0) {
                    nextCheck = System.nanoTime() + BREAKER_INTERVAL_NS;
                    tenants.forEach(this::checkBreaker);
                }
            } catch (DataDirectoryException e) {
                LOG.warn("requests about policies: {}", e.getMessage());
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private void answer(Request request) {
        mailbox.answer(request, perform(request));
    }

    /**
     * Does what is asked for, through the mailbox or the admin port. Any thread; blocks.
     *
     * @return {@code outcome}: done, refused or failed; and {@code message}
     */
    Map<String, String> perform(Request request) {
        String actor = request.find("by").orElse("");
        try {
            int tenantId = Integer.parseInt(request.find("tenant").orElse("0"));
            return switch (request.find("verb").orElse("")) {
                case "activate" ->
                        done(
                                activator.activate(
                                        tenantId,
                                        Path.of(request.find("directory").orElse("")),
                                        request.find("rollback").isPresent()
                                                ? ActivationKind.ROLLBACK
                                                : ActivationKind.ACTIVATE,
                                        actor));
                case "rollback" ->
                        done(
                                activator.rollback(
                                        tenantId,
                                        request.find("version").map(Integer::valueOf),
                                        actor));
                case "rates" -> rates(tenantId);
                default -> Map.of("outcome", "failed", "message", "no such request");
            };
        } catch (PolicyRefusedException e) {
            LOG.warn("policy refused: {}", e.getMessage());
            return Map.of("outcome", "refused", "message", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("request about a policy failed", e);
            return Map.of("outcome", "failed", "message", e.toString());
        }
    }

    private static Map<String, String> done(PolicyHistory.Activation activation) {
        String message =
                String.format(
                        Locale.ROOT,
                        "policy %s version %d is active from sequence %,d on",
                        activation.name(),
                        activation.version(),
                        activation.sequence());
        LOG.info("{}, by {}", message, activation.actor());
        return Map.of("outcome", "done", "message", message);
    }

    private Map<String, String> rates(int tenantId) {
        DecisionRates.Counts counts = rates.counts(tenantId);
        Map<String, String> answer = new HashMap<>();
        answer.put("outcome", "done");
        answer.put("decisions", Long.toString(counts.decisions()));
        answer.put("declined", Long.toString(counts.declined()));
        answer.put("challenged", Long.toString(counts.challenged()));
        activator
                .active(tenantId)
                .flatMap(PolicyBundle::circuitBreaker)
                .ifPresent(breaker -> answer.put("breaker", CircuitBreakers.describe(breaker)));
        return answer;
    }

    /** A policy that was itself gone back to stays, whatever it decides; there is an alarm. */
    private void checkBreaker(NodeConfig.Tenant tenant) {
        Optional<PolicyBundle> active = activator.active(tenant.id());
        Optional<String> cause =
                active.flatMap(PolicyBundle::circuitBreaker)
                        .flatMap(
                                breaker ->
                                        CircuitBreakers.tripped(
                                                breaker, rates.counts(tenant.id())));
        if (cause.isEmpty()) {
            return;
        }
        String policy = active.get().name() + " version " + active.get().version();
        if (!alarmed.add(tenant.id() + " " + active.get().hash())) {
            return;
        }
        LOG.error("ALARM: tenant {}: policy {}: {}", tenant.name(), policy, cause.get());
        try {
            PolicyHistory.Activation back = activator.fallback(tenant.id(), cause.get());
            LOG.error(
                    "ALARM: tenant {}: policy {} is taken back; version {} is active from sequence"
                            + " {} on",
                    tenant.name(),
                    policy,
                    back.version(),
                    back.sequence());
        } catch (PolicyRefusedException e) {
            LOG.error(
                    "ALARM: tenant {}: policy {} stays: {}", tenant.name(), policy, e.getMessage());
        }
    }
}
