package dev.peregrine.replay;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.policy.Window;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.pipeline.ResultRecorder;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A seeded run of a node without its pipeline: events of every outcome (decisions, repeats, labels,
 * refusals, state hashes), put through an engine and onto two logs.
 */
public final class EngineScript {
    private static final long POLL_NS = 20_000;
    private static final int TENANT = 1;
    private static final int EUR = 978;
    private static final int NO_RATE = 826;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long START_NS = 1_750_000_000_000_000_000L;
    private static final long STEP_NS = TimeUnit.SECONDS.toNanos(7);

    private final List<byte[]> events = new ArrayList<>();
    private final PolicyBundle policy = policy();

    public EngineScript(long seed, int count) {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        MutableDirectBuffer original = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        ControlEventEncoder control = new ControlEventEncoder();
        Random random = new Random(seed);
        add(
                buffer,
                control.policyActivation(
                        buffer,
                        0,
                        TENANT,
                        "activation",
                        ActivationKind.ACTIVATE,
                        policy.version(),
                        policy.hash().toByteArray(),
                        "test"));
        TransactionBuilder payment = new TransactionBuilder();
        for (int i = 1; i < count; i++) {
            int choice = random.nextInt(100);
            if (choice < 3) {
                add(buffer, control.stateHashRequest(buffer, 0, 0, "hash-" + i));
            } else if (choice < 10 && i > 1) {
                int length = payment.encode(original, 0);
                LabelBuilder label =
                        new LabelBuilder()
                                .kind(LabelKind.FRAUD)
                                .labelTimeNs(timeNs(i))
                                .eventId("label-" + i)
                                .original(original, 0, length);
                add(buffer, label.encode(buffer, 0));
            } else if (choice < 15 && i > 1) {
                add(buffer, payment.encode(buffer, 0));
            } else {
                payment =
                        new TransactionBuilder()
                                .tenantId(TENANT)
                                .eventId("p" + i)
                                .eventTimeNs(timeNs(i) - random.nextInt(1_000_000))
                                .amount(random.nextInt(100_000), choice < 20 ? NO_RATE : EUR)
                                .card("card-" + random.nextInt(20))
                                .merchant("merchant-" + random.nextInt(5));
                add(buffer, payment.encode(buffer, 0));
            }
        }
    }

    public int size() {
        return events.size();
    }

    /** A fresh engine that knows the script's policy. */
    public ScoringEngine newEngine() {
        return new ScoringEngine(
                new EngineContext()
                        .policies((w0, w1, w2, w3) -> policy)
                        .stores(HeapFeatureStore::new)
                        .identityCapacity(1 << 14)
                        .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
    }

    /**
     * Runs events from to to (exclusive) as a node would.
     *
     * @param recordedBefore events from this one on leave no record: the node died before
     */
    public void run(
            ScoringEngine engine, Log journal, Log records, int from, int to, int recordedBefore) {
        EventResult result = new EventResult();
        ResultRecorder recorder = new ResultRecorder();
        for (int i = from; i < to; i++) {
            byte[] event = events.get(i);
            UnsafeBuffer message = new UnsafeBuffer(event);
            long sequence = i + 1L;
            append(journal, sequence, timeNs(i), message, event.length);
            engine.onEvent(1, sequence, timeNs(i), message, 0, event.length, result);
            int length = recorder.encode(1, sequence, timeNs(i), result);
            if (length > 0 && i < recordedBefore) {
                append(records, sequence, timeNs(i), recorder.buffer(), length);
            }
        }
    }

    private static void append(
            Log log, long sequence, long timeNs, MutableDirectBuffer message, int length) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (log.append(1, sequence, timeNs, message, 0, length) == Log.BACK_PRESSURED) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("no room in time");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /** Ingress time of an event. */
    public static long timeNs(int event) {
        return START_NS + event * STEP_NS;
    }

    private void add(MutableDirectBuffer buffer, int length) {
        byte[] event = new byte[length];
        buffer.getBytes(0, event);
        events.add(event);
    }

    private static PolicyBundle policy() {
        byte[] hash = new byte[32];
        hash[0] = 1;
        return new PolicyBundle(
                "script",
                1,
                new BundleHash(hash),
                EUR,
                PolicyBundle.MissingRate.REFUSE,
                new FeatureSet(
                        TimeUnit.MINUTES.toNanos(10),
                        List.of(
                                new EntitySpec("card", List.of(KeyField.CARD), 1000, 1000),
                                new EntitySpec(
                                        "merchant", List.of(KeyField.MERCHANT), 1000, 10_000)),
                        List.of(
                                windowed("card_count_1h", Aggregate.COUNT, "card", 0),
                                windowed("card_mean_1h", Aggregate.MEAN, "card", 0),
                                windowed("risk_1h", Aggregate.LABEL_RATE, "merchant", 0))),
                List.of(),
                new ScoreBands(100, 300, 600, 900),
                Optional.empty());
    }

    private static FeatureSpec windowed(
            String name, Aggregate aggregate, String entity, long delayNs) {
        return new FeatureSpecBuilder(name, aggregate)
                .over(entity, Window.sliding(HOUR_NS, delayNs))
                .build();
    }
}
