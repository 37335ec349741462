package dev.peregrine.replay;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.ListPurpose;
import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.policy.Window;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.pipeline.ResultRecorder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
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
    private static final ListSpec BLOCKED =
            new ListSpec("blocked", "", ListPurpose.BLOCK, ListMatch.EXACT, 30);
    private static final int TENANT = 1;
    private static final int EUR = 978;
    private static final int NO_RATE = 826;
    private static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    private static final long START_NS = 1_750_000_000_000_000_000L;
    private static final long STEP_NS = TimeUnit.SECONDS.toNanos(7);

    private final List<byte[]> events = new ArrayList<>();
    private final PolicyBundle policy = policy("script", List.of());
    private final PolicyBundle wider =
            policy(
                    "wider",
                    List.of(
                            windowed("card_sum_2d", Aggregate.SUM, "card", 48 * HOUR_NS),
                            windowed("card_count_2d", Aggregate.COUNT, "card", 48 * HOUR_NS),
                            windowed(
                                    "merchant_mean_1d", Aggregate.MEAN, "merchant", 24 * HOUR_NS)));

    public EngineScript(long seed, int count) {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        MutableDirectBuffer original = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        ControlEventEncoder control = new ControlEventEncoder();
        Random random = new Random(seed);
        add(buffer, activation(buffer, policy));
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
            } else if (choice < 18) {
                add(buffer, listUpdate(buffer, control, random, i));
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

    /** Mostly entries of cards, many with an end; some removed, rarely all. */
    private static int listUpdate(
            MutableDirectBuffer buffer, ControlEventEncoder control, Random random, int i) {
        int choice = random.nextInt(50);
        ListOperation operation =
                choice == 0
                        ? ListOperation.CLEAR
                        : choice < 10 ? ListOperation.REMOVE : ListOperation.PUT;
        return control.listUpdate(
                buffer,
                0,
                TENANT,
                "list-" + i,
                timeNs(i),
                operation,
                ListMatch.EXACT,
                BLOCKED.name(),
                operation == ListOperation.CLEAR ? "" : "card-" + random.nextInt(40),
                operation == ListOperation.PUT && random.nextBoolean() ? timeNs(i + 50) : 0,
                "");
    }

    public int size() {
        return events.size();
    }

    /** An event; the first activates the script's policy. */
    public byte[] event(int i) {
        return events.get(i).clone();
    }

    /** The policy that the first event activates. */
    public PolicyBundle policy() {
        return policy;
    }

    /** A policy with more features over longer windows, of another hash. */
    public PolicyBundle widerPolicy() {
        return wider;
    }

    /** An event that activates {@link #widerPolicy}. */
    public byte[] widening() {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        byte[] event = new byte[activation(buffer, wider)];
        buffer.getBytes(0, event);
        return event;
    }

    /** A fresh engine that knows the script's policy. */
    public ScoringEngine newEngine() {
        return newEngine(policy);
    }

    /** A fresh engine that takes a policy for whatever is activated. */
    public ScoringEngine newEngine(PolicyBundle anyway) {
        return new ScoringEngine(context().policies((w0, w1, w2, w3) -> anyway));
    }

    /** A fresh engine that knows both policies, and has history. */
    public ScoringEngine newEngine(FeatureHistory history) {
        return new ScoringEngine(
                context()
                        .policies(
                                (w0, w1, w2, w3) ->
                                        wider.hash().hasWords(w0, w1, w2, w3) ? wider : policy)
                        .history(history));
    }

    private static EngineContext context() {
        return new EngineContext()
                .stores(ChronicleFeatureStoreFactory.inMemory())
                .identityCapacity(1 << 14)
                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]);
    }

    private static int activation(MutableDirectBuffer buffer, PolicyBundle bundle) {
        return new ControlEventEncoder()
                .policyActivation(
                        buffer,
                        0,
                        TENANT,
                        "activation of " + bundle.name(),
                        ActivationKind.ACTIVATE,
                        bundle.version(),
                        bundle.hash().toByteArray(),
                        "test");
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

    /** Runs the first events through an engine. */
    public void replay(ScoringEngine engine, long count) {
        EventResult result = new EventResult();
        for (int i = 0; i < count; i++) {
            UnsafeBuffer message = new UnsafeBuffer(events.get(i));
            engine.onEvent(1, i + 1L, timeNs(i), message, 0, message.capacity(), result);
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

    private static PolicyBundle policy(String name, List<FeatureSpec> added) {
        byte[] hash = new byte[32];
        hash[0] = (byte) (1 + added.size());
        List<FeatureSpec> features = new ArrayList<>();
        features.add(windowed("card_count_1h", Aggregate.COUNT, "card", HOUR_NS));
        features.add(windowed("card_mean_1h", Aggregate.MEAN, "card", HOUR_NS));
        features.add(windowed("risk_1h", Aggregate.LABEL_RATE, "merchant", HOUR_NS));
        features.addAll(added);
        return new PolicyBundleBuilder(
                        name,
                        1,
                        new BundleHash(hash),
                        EUR,
                        new FeatureSet(
                                TimeUnit.MINUTES.toNanos(10),
                                List.of(
                                        new EntitySpec("card", List.of(KeyField.CARD), 1000, 1000),
                                        new EntitySpec(
                                                "merchant",
                                                List.of(KeyField.MERCHANT),
                                                1000,
                                                10_000)),
                                features),
                        new ScoreBands(100, 300, 600, 900))
                .lists(List.of(BLOCKED))
                .models(List.of(learner()), Optional.of("learner"))
                .build();
    }

    /** A model that learns online, for which payments wait some hundred events. */
    private static ModelSpec learner() {
        OnlineModel model =
                new OnlineModel(
                        List.of("count", "mean"),
                        -2,
                        List.of(
                                new OnlineModel.Numeric(0, true, 1, 1, 0),
                                new OnlineModel.Binned(
                                        1, new double[] {200, 500}, List.of(0.0, 0.1, 0.2, 0.0))),
                        new LearningSpec(0.1, 1, 0, 0, 100 * STEP_NS, 70, 0.5, 1));
        return new ModelSpec(
                "learner",
                ModelFormat.ONLINE,
                0,
                "learner",
                model,
                List.of(
                        new ModelInput("count", "card_count_1h", null, List.of()),
                        new ModelInput("mean", "card_mean_1h", null, List.of())),
                Optional.of(Calibration.ofProbability(model.link())),
                List.of());
    }

    private static FeatureSpec windowed(
            String name, Aggregate aggregate, String entity, long lengthNs) {
        return new FeatureSpecBuilder(name, aggregate)
                .over(entity, Window.sliding(lengthNs, 0))
                .build();
    }
}
