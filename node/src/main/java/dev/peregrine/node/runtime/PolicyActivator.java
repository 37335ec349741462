package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectoryException;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.EventFieldException;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes policies active, on a node that runs or is about to: checks, compiles and warms up while
 * the engine goes on, then puts an activation into the order of events. What it does and what it
 * refuses is in the audit log.
 *
 * <p>Blocks. Any thread; one activation at a time.
 */
final class PolicyActivator {
    /** Who acts where no person does. */
    static final String BREAKER = "circuit-breaker";

    private static final Logger LOG = LoggerFactory.getLogger(PolicyActivator.class);
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    private final ScoringEngine engine;
    private final StoredPolicies policies;
    private final PolicyHistory history;
    private final PolicyChecks checks;
    private final NodeConfig.WarmUp warmUp;
    private final InternalEvents events;
    private final Dictionaries dictionaries;
    private final IntConsumer dictionaryChanged;
    private final DecisionRates rates;
    private final long epoch;
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final ControlEventEncoder encoder = new ControlEventEncoder();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong fallbacks = new AtomicLong();
    private int activations;

    /**
     * @param dictionaryChanged told the tenants whose attributes are others from now on
     */
    PolicyActivator(
            ScoringEngine engine,
            StoredPolicies policies,
            PolicyHistory history,
            PolicyChecks checks,
            NodeConfig.WarmUp warmUp,
            InternalEvents events,
            Dictionaries dictionaries,
            IntConsumer dictionaryChanged,
            DecisionRates rates,
            long epoch) {
        this.engine = engine;
        this.policies = policies;
        this.history = history;
        this.checks = checks;
        this.warmUp = warmUp;
        this.events = events;
        this.dictionaries = dictionaries;
        this.dictionaryChanged = dictionaryChanged;
        this.rates = rates;
        this.epoch = epoch;
    }

    /** Activations refused since the start. */
    long refusals() {
        return refusals.get();
    }

    /** Policies taken back by their circuit breakers since the start. */
    long fallbacks() {
        return fallbacks.get();
    }

    /** What tenants have had. */
    PolicyHistory history() {
        return history;
    }

    /** The active policy of a tenant, whose activation by this object is done. */
    Optional<PolicyBundle> active(int tenantId) {
        return engine.active(tenantId).map(ActiveState::bundle);
    }

    /**
     * Begins with a policy, on a node that starts: activates it unless it was found active.
     *
     * @throws PolicyRefusedException when it may not follow the one before
     */
    synchronized void begin(int tenantId, PolicyBundle bundle) {
        if (!engine.isActive(tenantId, bundle.hash())) {
            sequence(tenantId, bundle, ActivationKind.ACTIVATE, "serve");
            return;
        }
        boolean known =
                history.current(tenantId).filter(a -> a.hash().equals(bundle.hash())).isPresent();
        if (!known) {
            history.done(tenantId, bundle, ActivationKind.ACTIVATE, "journal", 0);
        }
        watch(tenantId, bundle);
    }

    /**
     * Activates a bundle.
     *
     * @param directory of the bundle
     * @param kind ACTIVATE for a newer version; ROLLBACK for any
     * @throws PolicyRefusedException when it is not valid, signed and, unless asked for, newer
     */
    synchronized PolicyHistory.Activation activate(
            int tenantId, Path directory, ActivationKind kind, String actor) {
        return audited(
                tenantId,
                directory.toString(),
                kind,
                actor,
                () -> {
                    // nothing is kept of what nobody vouches for
                    checks.signed(policies.read(directory), directory, directory.toString());
                    PolicyBundle bundle = policies.store(directory);
                    checks.signed(bundle, policies.path(bundle.hash()), directory.toString());
                    if (kind == ActivationKind.ACTIVATE) {
                        PolicyChecks.newer(bundle, history.greatestVersion(tenantId));
                    }
                    return bundle;
                });
    }

    /**
     * Goes back to a policy that was active.
     *
     * @param version which; empty for what was active before the current one
     * @throws PolicyRefusedException when there is none, or it is damaged or no longer trusted
     */
    synchronized PolicyHistory.Activation rollback(
            int tenantId, Optional<Integer> version, String actor) {
        return audited(
                tenantId,
                version.map(v -> "version " + v).orElse("the version before"),
                ActivationKind.ROLLBACK,
                actor,
                () -> stored(tenantId, version));
    }

    /**
     * Goes back to what was active before, for a circuit breaker, unless the current policy was
     * gone back to itself.
     *
     * @param cause what the breaker saw
     * @throws PolicyRefusedException when there is nothing to go back to
     */
    synchronized PolicyHistory.Activation fallback(int tenantId, String cause) {
        PolicyHistory.Activation done =
                audited(
                        tenantId,
                        cause,
                        ActivationKind.FALLBACK,
                        BREAKER,
                        () -> {
                            if (history.current(tenantId).orElseThrow().kind()
                                    != ActivationKind.ACTIVATE) {
                                throw new PolicyRefusedException(
                                        "it was gone back to, and is not taken back by itself");
                            }
                            return stored(tenantId, Optional.empty());
                        });
        fallbacks.incrementAndGet();
        return done;
    }

    private PolicyBundle stored(int tenantId, Optional<Integer> version) {
        List<PolicyHistory.Activation> all = history.of(tenantId);
        Optional<PolicyHistory.Activation> target =
                version.isEmpty()
                        ? history.beforeCurrent(tenantId)
                        : all.stream()
                                .filter(a -> a.version() == version.get())
                                .reduce((earlier, later) -> later);
        BundleHash hash =
                target.orElseThrow(
                                () ->
                                        new PolicyRefusedException(
                                                version.map(
                                                                v ->
                                                                        "version "
                                                                                + v
                                                                                + " was never active")
                                                        .orElse(
                                                                "nothing was active before the current"
                                                                        + " policy")))
                        .hash();
        PolicyBundle bundle = policies.reload(hash);
        checks.signed(bundle, policies.path(hash), "the stored version " + bundle.version());
        return bundle;
    }

    /** Finds a bundle and makes it active; notes either that or why not. */
    private PolicyHistory.Activation audited(
            int tenantId,
            String asked,
            ActivationKind kind,
            String actor,
            Supplier<PolicyBundle> find) {
        try {
            PolicyBundle bundle = find.get();
            perform(tenantId, bundle, kind, actor);
            return history.current(tenantId).orElseThrow();
        } catch (PolicyRefusedException
                | UserException
                | LogException
                | EventFieldException
                | DataDirectoryException e) {
            refusals.incrementAndGet();
            try {
                history.refused(tenantId, asked, kind, actor, e.getMessage());
            } catch (DataDirectoryException notWritten) {
                LOG.warn("not in the audit log: {}", notWritten.getMessage());
            }
            throw e instanceof PolicyRefusedException refused
                    ? refused
                    : new PolicyRefusedException(e.getMessage(), e);
        }
    }

    private void perform(int tenantId, PolicyBundle bundle, ActivationKind kind, String actor) {
        Optional<PolicyBundle> before = active(tenantId);
        if (before.filter(b -> b.hash().equals(bundle.hash())).isPresent()) {
            throw new PolicyRefusedException(
                    bundle.name() + " version " + bundle.version() + " is active already");
        }
        before.ifPresent(b -> PolicyChecks.appendsAttributes(bundle, b.attributes()));
        engine.prepare(tenantId, bundle);
        new EngineWarmUp(warmUp.decisions()).run(tenantId, bundle, warmUp.timeLimit().toNanos());
        sequence(tenantId, bundle, kind, actor);
    }

    private void sequence(int tenantId, PolicyBundle bundle, ActivationKind kind, String actor) {
        String id = "activation-" + epoch + "-" + tenantId + "-" + ++activations;
        int length =
                encoder.policyActivation(
                        buffer,
                        0,
                        tenantId,
                        id,
                        kind,
                        bundle.version(),
                        bundle.hash().toByteArray(),
                        actor);
        engine.prepare(tenantId, bundle);
        InternalEvents.Answer answer = await(events.submit(buffer, length), bundle);
        history.done(tenantId, bundle, kind, actor, answer.sequence());
        watch(tenantId, bundle);
        engine.release();
    }

    private void watch(int tenantId, PolicyBundle bundle) {
        rates.watch(tenantId, bundle);
        if (dictionaries.activated(tenantId, bundle)) {
            dictionaryChanged.accept(tenantId);
        }
    }

    private static InternalEvents.Answer await(
            CompletableFuture<InternalEvents.Answer> answer, PolicyBundle bundle) {
        try {
            return InternalEvents.await(
                    answer,
                    "the activation of " + bundle.name() + " version " + bundle.version(),
                    ANSWER_TIMEOUT_NS);
        } catch (IllegalStateException e) {
            throw new PolicyRefusedException(e.getMessage(), e);
        }
    }
}
