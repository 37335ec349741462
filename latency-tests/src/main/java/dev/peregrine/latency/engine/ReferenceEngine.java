package dev.peregrine.latency.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EngineProbe;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine with {@code policies/reference} and the traffic of many cards. One thread. */
final class ReferenceEngine implements AutoCloseable {
    static final int TENANT = 1;

    private static final int LEAST_IDENTITIES = 1 << 20;

    private final EventResult result = new EventResult();
    private final CardTraffic traffic;
    private final ScoringEngine engine;
    private long sequence;

    /**
     * @param cards to which the bundle's capacities are scaled
     */
    ReferenceEngine(PolicyBundle bundle, CardTraffic traffic, int cards) {
        this.traffic = traffic;
        engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> bundle)
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                                .identityCapacity(Math.max(LEAST_IDENTITIES, cards)));
        UnsafeBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        int length =
                new ControlEventEncoder()
                        .policyActivation(
                                event,
                                0,
                                TENANT,
                                "activation",
                                ActivationKind.ACTIVATE,
                                bundle.version(),
                                bundle.hash().toByteArray(),
                                "benchmark");
        engine.onEvent(1, ++sequence, 0, event, 0, length, result);
    }

    /** Lets somebody watch the engine's phases. */
    void probe(EngineProbe probe) {
        engine.probe(probe);
    }

    /** Decides the traffic's batch. */
    void decide() {
        for (int i = 0; i < traffic.batchSize(); i++) {
            decide(i);
        }
    }

    /** The same, and notes how long each took, in nanoseconds, a reading of the clock included. */
    void decide(LongConsumer nanos) {
        long last = System.nanoTime();
        for (int i = 0; i < traffic.batchSize(); i++) {
            decide(i);
            long now = System.nanoTime();
            nanos.accept(now - last);
            last = System.nanoTime();
        }
    }

    /** Decides one transaction of the batch; gives its features. */
    double[] decide(int index) {
        engine.onEvent(
                1,
                ++sequence,
                traffic.timeNs(index),
                traffic.buffer(),
                traffic.offset(index),
                traffic.length(index),
                result);
        if (result.kind != EventResult.Kind.DECISION) {
            throw new IllegalStateException(
                    "event " + sequence + ": " + result.kind + " " + result.rejectCode);
        }
        return result.features;
    }

    @Override
    public void close() {
        engine.close();
    }
}
