package dev.peregrine.node.runtime;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.pipeline.ResultRecorder;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Decides synthetic payments before the first client does, so that the first real decision does not
 * wait for classes to load and code to compile.
 *
 * <p>They go through an engine of their own with a feature store and identities of its own, all of
 * which is thrown away: nothing is journaled, and the node's engine does not hear of it. Blocks.
 * One thread, and not while another uses the same bundle.
 */
final class EngineWarmUp {
    private static final int MAX_ENTITIES = 2_000;

    /** The same code as the node's, so that it is what gets warm; small, and in memory. */
    private static final FeatureStoreFactory STORES = ChronicleFeatureStoreFactory.inMemory();

    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final EventResult result = new EventResult();
    private final ResultRecorder recorder = new ResultRecorder();
    private final long startNanos = System.nanoTime();
    private final int limit;
    private long decisions;
    private String problem;

    /**
     * @param limit decisions at most for a tenant; 0 or more
     */
    EngineWarmUp(int limit) {
        this.limit = limit;
    }

    /**
     * Warms up for a tenant's policy. What fails ends it, and is told in the {@link #report}.
     *
     * @param limitNs how long it may decide, after the engine has been made
     */
    EngineWarmUp run(int tenantId, PolicyBundle bundle, long limitNs) {
        if (limit == 0) {
            return this;
        }
        EngineContext context =
                new EngineContext()
                        .policies((word0, word1, word2, word3) -> bundle)
                        .stores(layouts -> STORES.create(small(layouts)))
                        .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                        .identityCapacity(limit + 1);
        try (ScoringEngine scratch = new ScoringEngine(context)) {
            decide(scratch, tenantId, bundle, limitNs);
        } catch (RuntimeException e) {
            problem = "policy " + bundle.name() + ": " + (e.getCause() == null ? e : e.getCause());
        }
        return this;
    }

    WarmUpReport report() {
        return new WarmUpReport(decisions, System.nanoTime() - startNanos, problem);
    }

    private static List<EntityLayout> small(List<EntityLayout> layouts) {
        return layouts.stream()
                .map(layout -> layout.withCapacity(Math.min(layout.capacity(), MAX_ENTITIES)))
                .toList();
    }

    private void decide(ScoringEngine scratch, int tenantId, PolicyBundle bundle, long limitNs) {
        SyntheticPayments payments = new SyntheticPayments(tenantId, bundle.baseCurrency());
        int activation =
                new ControlEventEncoder()
                        .policyActivation(
                                buffer,
                                0,
                                tenantId,
                                "activation",
                                ActivationKind.ACTIVATE,
                                bundle.version(),
                                bundle.hash().toByteArray(),
                                "warm-up");
        scratch.onEvent(1, 1, payments.timeNs(), buffer, 0, activation, result);
        long firstNanos = System.nanoTime();
        for (int i = 0; i < limit && System.nanoTime() - firstNanos < limitNs; i++) {
            int length = payments.encode(i, buffer);
            long timeNs = payments.timeNs();
            scratch.onEvent(1, i + 2L, timeNs, buffer, 0, length, result);
            if (result.kind != EventResult.Kind.DECISION) {
                problem = "policy " + bundle.name() + ": " + result.kind + " of payment " + i;
                return;
            }
            recorder.encode(1, i + 2L, timeNs, result);
            decisions++;
        }
    }
}
