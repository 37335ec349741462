package dev.peregrine.latency.engine;

import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.TrafficSimulator;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EngineProbe;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An engine with a policy and weeks of simulated payments behind it, and batches of further
 * transactions, encoded beforehand. Outcomes and labels that fall due between the transactions of a
 * batch are applied before it.
 */
final class EngineWorkload implements AutoCloseable {
    private static final long NOW_NS = 1_800_000_000_000_000_000L;
    private static final int TENANT = 1;
    private static final int CUSTOMERS = 10_000;
    private static final double PAYMENTS_PER_DAY = 0.5;
    private static final int HISTORY_DAYS = 45;
    private static final double LIVE_RATE = 500;
    private static final int EVENT_SPACE = 512;

    private final EventResult result = new EventResult();
    private final EventWriter writer = new EventWriter(TENANT, "engine");
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final TrafficSimulator simulator;
    private final ScoringEngine engine;
    private final UnsafeBuffer batch;
    private final int[] lengths;
    private final long[] times;
    private long sequence;
    private long decisions;

    EngineWorkload(Path policy, int batchSize) throws PolicyException {
        PolicyBundle bundle = PolicyLoader.load(policy);
        simulator =
                new TrafficSimulator(
                        new SimulatorContext()
                                .customers(CUSTOMERS)
                                .paymentsPerDay(PAYMENTS_PER_DAY)
                                .historyDays(HISTORY_DAYS)
                                .nowNs(NOW_NS));
        engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> bundle)
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH])
                                .identityCapacity(1 << 22));
        batch = new UnsafeBuffer(ByteBuffer.allocateDirect(batchSize * EVENT_SPACE));
        lengths = new int[batchSize];
        times = new long[batchSize];
        activate(bundle);
        SimulatedEvent simulated;
        while ((simulated = simulator.nextOfHistory()) != null) {
            apply(simulated);
        }
        simulator.goLive(NOW_NS, LIVE_RATE);
    }

    /** Encodes the next batch. */
    void prepare() {
        int filled = 0;
        while (filled < lengths.length) {
            SimulatedEvent simulated = simulator.nextLive();
            if (simulated.kind == SimulatedEvent.Kind.TRANSACTION) {
                lengths[filled] = writer.write(simulated, batch, filled * EVENT_SPACE);
                times[filled] = simulated.timeNs;
                filled++;
            } else if (filled == 0) {
                apply(simulated);
            }
        }
    }

    /** Scores the batch; returns a value that depends on every decision. */
    long run() {
        long sum = 0;
        for (int i = 0; i < lengths.length; i++) {
            engine.onEvent(1, ++sequence, times[i], batch, i * EVENT_SPACE, lengths[i], result);
            if (result.kind == EventResult.Kind.DECISION) {
                decisions++;
                sum += result.bodyLength;
            }
        }
        return sum;
    }

    /** As {@link #run()}, and tells how long each took, a reading of the clock included. */
    void run(LongConsumer nanos) {
        long last = System.nanoTime();
        for (int i = 0; i < lengths.length; i++) {
            engine.onEvent(1, ++sequence, times[i], batch, i * EVENT_SPACE, lengths[i], result);
            decisions += result.kind == EventResult.Kind.DECISION ? 1 : 0;
            long now = System.nanoTime();
            nanos.accept(now - last);
            last = System.nanoTime();
        }
    }

    /** Lets somebody watch the engine's phases. */
    void probe(EngineProbe probe) {
        engine.probe(probe);
    }

    /** Gets a transaction that was decided: where its message lies, and its dense vector. */
    @FunctionalInterface
    interface DecidedTransaction {
        void accept(UnsafeBuffer buffer, int offset, int length, double[] features);
    }

    /** As {@link #run()}, and shows each transaction that was decided; nothing shown is kept. */
    void run(DecidedTransaction consumer) {
        for (int i = 0; i < lengths.length; i++) {
            int offset = i * EVENT_SPACE;
            engine.onEvent(1, ++sequence, times[i], batch, offset, lengths[i], result);
            if (result.kind == EventResult.Kind.DECISION) {
                decisions++;
                consumer.accept(batch, offset, lengths[i], result.features);
            }
        }
    }

    /** Decisions made by {@link #run} so far. */
    long decisions() {
        return decisions;
    }

    @Override
    public void close() {
        engine.close();
    }

    private void activate(PolicyBundle bundle) {
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

    private void apply(SimulatedEvent simulated) {
        int length = writer.write(simulated, event, 0);
        engine.onEvent(1, ++sequence, simulated.timeNs, event, 0, length, result);
    }
}
