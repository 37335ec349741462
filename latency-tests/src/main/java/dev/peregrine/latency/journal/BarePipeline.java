package dev.peregrine.latency.journal;

import dev.peregrine.latency.rig.LoadTarget;
import dev.peregrine.latency.rig.PipelineStages;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.runtime.StoredPolicies;
import dev.peregrine.node.runtime.TimeSlices;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.ArchiveLogContext;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.snapshot.JournalPoint;
import dev.peregrine.replay.snapshot.JournalTrimmer;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import dev.peregrine.scoring.pipeline.Pipeline;
import dev.peregrine.scoring.pipeline.PipelineContext;
import dev.peregrine.scoring.pipeline.StageTotals;
import dev.peregrine.scoring.pipeline.ThreadingPreset;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;

/**
 * Sequencer, journal, engine and publisher of a node, threads and all, without clients and without
 * a network: what is offered is a payment by its number, what is measured ends where the answer
 * would be handed to the transport.
 */
final class BarePipeline implements LoadTarget {
    private static final int TENANT = 1;
    private static final int RING_SIZE = 8192;

    private final PolicyBundle policy;
    private final long eventIds;
    private final byte[] keySecret;
    private final Path dataPath;
    private final CardPayments payments;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final Path snapshotPath;
    private DataDirectoryLock lock;
    private ArchiveHost host;
    private Log journal = new NoLog();
    private Log records = new NoLog();
    private ScoringEngine engine;
    private Pipeline pipeline;
    private AgentRunner runner;
    private volatile AnswerListener listener = (number, succeeded) -> {};
    private final AtomicLong answered = new AtomicLong();
    private StageSource stages;
    private long offered;
    private volatile long base;

    private BarePipeline(
            PolicyBundle policy,
            byte[] keySecret,
            Path dataPath,
            Path snapshotPath,
            long cards,
            long eventIds) {
        this.policy = policy;
        this.keySecret = keySecret;
        this.dataPath = dataPath;
        this.snapshotPath = snapshotPath;
        this.eventIds = eventIds;
        payments = new CardPayments(TENANT, cards);
    }

    /**
     * Starts one.
     *
     * @param durability of journal and records; {@link Durability#NULL_VAL} for none of both
     * @param eventIds how many payments there will be
     */
    static BarePipeline start(Path directory, Durability durability, long cards, long eventIds) {
        try {
            Files.createDirectories(directory);
            return new BarePipeline(
                            PolicyLoader.load(CardPolicy.write(directory.resolve("policy"), cards)),
                            new byte[EngineContext.KEY_SECRET_LENGTH],
                            directory.resolve("data"),
                            Files.createDirectories(directory.resolve("snapshots")),
                            cards,
                            eventIds)
                    .opened(durability);
        } catch (IOException | PolicyException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Starts one that writes a node's data directory, which is new, in mode recorded. */
    static BarePipeline startIn(DataDirectory data, Path policy, long cards, long eventIds) {
        return new BarePipeline(
                        new StoredPolicies(data.bundles()).store(policy),
                        data.keySecret(),
                        data.root(),
                        data.snapshots(),
                        cards,
                        eventIds)
                .opened(Durability.RECORDED);
    }

    private BarePipeline opened(Durability durability) {
        try {
            open(durability);
            return this;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void open(Durability durability) {
        if (durability != Durability.NULL_VAL) {
            lock = DataDirectoryLock.acquire(dataPath);
            host =
                    ArchiveHost.launch(
                            new ArchiveHostContext()
                                    .directoryLock(lock)
                                    .durability(durability)
                                    .failureHandler((component, thrown) -> failure.set(thrown)));
            journal = ArchiveLog.open(ArchiveLogContext.journal(host));
            records = ArchiveLog.open(ArchiveLogContext.records(host));
        }
        journal.startAppending();
        records.startAppending();
        engine = newEngine();
        pipeline =
                new Pipeline(
                        new PipelineContext()
                                .engine(engine)
                                .journal(journal)
                                .records(records)
                                .egress(new Answers())
                                .ringSize(RING_SIZE)
                                .failureHandler((stage, thrown) -> failure.set(thrown)));
        stages = new PipelineStages(new StageTotals(pipeline.metrics()));
        Agent agent = pipeline.startOnCaller();
        runner =
                new AgentRunner(
                        ThreadingPreset.SHARED.idleStrategy(),
                        failure::set,
                        null,
                        host == null ? agent : host.helpedBy(agent, failure::set));
        AgentRunner.startOnThread(runner);
        TimeSlices.shorten(host == null ? "" : host.aeronDirectoryName());
        int length =
                new ControlEventEncoder()
                        .policyActivation(
                                payments.buffer(),
                                0,
                                TENANT,
                                "activation",
                                ActivationKind.ACTIVATE,
                                policy.version(),
                                policy.hash().toByteArray(),
                                "bench");
        pipeline.offer(0, 0, payments.buffer(), 0, length);
    }

    private ScoringEngine newEngine() {
        return new ScoringEngine(
                new EngineContext()
                        .policies((word0, word1, word2, word3) -> policy)
                        .stores(ChronicleFeatureStoreFactory.inMemory())
                        .history(FeatureHistory.NONE)
                        .keySecret(keySecret)
                        .identityCapacity(Math.toIntExact(eventIds)));
    }

    /**
     * Puts payments through as fast as they go.
     *
     * @return payments a second
     */
    double saturate(long count) {
        long start = System.nanoTime();
        long goal = answered.get() + count;
        for (long i = 0; i < count; i++) {
            while (!offerNext(System.currentTimeMillis() * 1_000_000)) {
                check();
                Thread.onSpinWait();
            }
        }
        while (answered.get() < goal) {
            check();
            Thread.onSpinWait();
        }
        return count / ((System.nanoTime() - start) / 1e9);
    }

    /** The next request of a load run is number 0. */
    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        base = offered;
    }

    /** Bytes of journal and records together, of a payment in the mean so far. */
    int bytesPerPayment() {
        return (int) ((journal.durablePosition() + records.durablePosition()) / offered);
    }

    /** The stages, and the phases of the engine. */
    StageSource stages() {
        return stages;
    }

    /** Takes snapshots of what this writes, on the caller's thread, as a node does. */
    Snapshotter snapshotter() {
        return new Snapshotter(
                journal,
                records,
                new SnapshotDirectory(snapshotPath),
                this::newEngine,
                1,
                JournalTrimmer.NONE);
    }

    /** Saves the engine; only while nothing is on its way. */
    SnapshotFile snapshot() {
        return snapshotter()
                .write(
                        engine,
                        new JournalPoint(journal.durablePosition(), engine.watermarkNs()),
                        Long.MAX_VALUE);
    }

    /**
     * Runs the journal so far through another engine, as a start without a snapshot does.
     *
     * @return events a second
     */
    double replay() {
        try (ScoringEngine other = newEngine()) {
            EventResult result = new EventResult();
            long[] events = new long[1];
            long start = System.nanoTime();
            journal.read(
                    0,
                    (end, epoch, sequence, time, message, offset, length) -> {
                        other.onEvent(epoch, sequence, time, message, offset, length, result);
                        events[0]++;
                        return true;
                    });
            return events[0] / ((System.nanoTime() - start) / 1e9);
        }
    }

    @Override
    public void onAnswer(AnswerListener newListener) {
        listener = newListener;
    }

    @Override
    public boolean offer(long number, long eventTimeNs) {
        check();
        return offerNext(eventTimeNs);
    }

    private boolean offerNext(long eventTimeNs) {
        int length = payments.encode(offered, eventTimeNs);
        boolean taken = pipeline.offer(1, offered, payments.buffer(), 0, length);
        offered += taken ? 1 : 0;
        return taken;
    }

    @Override
    public int poll() {
        return 0;
    }

    private void check() {
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new IllegalStateException("the pipeline has failed", thrown);
        }
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(pipeline, runner, engine, journal, records, host, lock);
    }

    private final class Answers implements Egress {
        @Override
        public void onResult(EventSlot slot) {
            if (slot.sessionId != 0) {
                answered.incrementAndGet();
                listener.onAnswer(
                        slot.correlationId - base, slot.result.kind == EventResult.Kind.DECISION);
            }
        }

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
            throw new IllegalStateException("a payment was offered twice");
        }

        @Override
        public void onDecisionUnavailable(EventSlot slot) {
            throw new IllegalStateException("a payment was offered twice");
        }
    }
}
