package dev.peregrine.replay.sim;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.recovery.RecoveryReport;
import dev.peregrine.replay.snapshot.JournalTrimmer;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.scoring.engine.EngineHash;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.pipeline.DecisionCache;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.PipelineContext;
import dev.peregrine.scoring.pipeline.SteppedPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A node as its composition root puts it together, over simulated logs and with stages that step:
 * what a crash leaves of the logs is what the next start finds.
 */
final class SimulatedNode implements AutoCloseable {
    private static final int TENANT = 1;
    private static final int RING_SIZE = 8;
    private static final int SNAPSHOTS_KEPT = 2;

    private final EngineScript policy = new EngineScript(0, 1);
    private final Chance chance;
    private final EpochNanoClock clock;
    private final Egress egress;
    private final SnapshotDirectory snapshots;
    private final ControlEventEncoder encoder = new ControlEventEncoder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private SlowLog journal;
    private SlowLog records;
    private ScoringEngine engine;
    private SteppedPipeline pipeline;
    private Snapshotter snapshotter;
    private int crashes;
    private int startsFromSnapshot;

    SimulatedNode(Chance chance, EpochNanoClock clock, Egress egress, Path directory) {
        this.chance = chance;
        this.clock = clock;
        this.egress = egress;
        snapshots = new SnapshotDirectory(directory);
        journal = new SlowLog(SimulatedLog.durableByHand("journal"), chance);
        records = new SlowLog(SimulatedLog.durableByHand("records"), chance);
    }

    boolean isUp() {
        return pipeline != null;
    }

    int crashes() {
        return crashes;
    }

    int startsFromSnapshot() {
        return startsFromSnapshot;
    }

    /** Starts; does not come up when it dies on the way. */
    void start() {
        try {
            open();
        } catch (CrashNow e) {
            crash();
        }
    }

    private void open() {
        SnapshotDirectory.Restored restored =
                snapshots.restore(records.lastSequence(), policy::newEngine);
        engine = restored.engine();
        DecisionCache cache = new DecisionCache(1 << 12, 1 << 20);
        Recovery recovery =
                new Recovery(
                                journal,
                                records,
                                (epoch, sequence, time, event, offset, length, result) -> {
                                    if (chance.mishap(1)) {
                                        throw new CrashNow();
                                    }
                                    engine.onEvent(
                                            epoch, sequence, time, event, offset, length, result);
                                })
                        .cache(cache);
        restored.manifest().ifPresent(recovery::from);
        RecoveryReport report = recovery.recover();
        startsFromSnapshot += restored.manifest().isPresent() ? 1 : 0;
        journal.startAppending();
        long epoch = report.lastEpoch() + 1;
        pipeline =
                new SteppedPipeline(
                        new PipelineContext()
                                .engine(engine)
                                .journal(journal)
                                .records(records)
                                .egress(egress)
                                .cache(cache)
                                .clock(clock)
                                .ringSize(RING_SIZE)
                                .epoch(epoch)
                                .failureHandler(
                                        (stage, failure) -> {
                                            throw new AssertionError(stage, failure);
                                        }));
        offer(0, encoder.epochStart(buffer, 0, epoch, ScoringEngine.SEMANTICS_VERSION, "test"));
        if (engine.active(TENANT).isEmpty()) {
            byte[] activation = policy.event(0);
            buffer.putBytes(0, activation);
            offer(0, activation.length);
        }
    }

    private void offer(long session, int length) {
        if (!pipeline.offer(session, 0, buffer, 0, length)) {
            throw new AssertionError("no room in a new ring");
        }
    }

    /** An event from the network. */
    boolean offer(long session, long correlationId, byte[] message) {
        return pipeline.offer(session, correlationId, new UnsafeBuffer(message), 0, message.length);
    }

    /** Moves a stage, if there is something for it. */
    void step(SteppedPipeline.Stage stage) {
        try {
            pipeline.step(stage);
        } catch (CrashNow e) {
            crash();
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Lets the disk get on. */
    void advanceDisk() {
        (chance.below(2) == 0 ? journal : records).advance();
    }

    /** Takes a snapshot as the node does beside its work. */
    void takeSnapshot() {
        try {
            if (snapshotter == null) {
                snapshotter =
                        new Snapshotter(
                                        journal.disk(),
                                        records.disk(),
                                        snapshots,
                                        policy::newEngine,
                                        SNAPSHOTS_KEPT,
                                        JournalTrimmer.NONE)
                                .keepState(true);
            }
            snapshotter.take();
        } catch (CrashNow e) {
            crash();
        }
    }

    /** The process dies; of what was not durable, chance keeps a part. */
    void crash() {
        crashes++;
        pipeline = null;
        engine.close();
        closeSnapshotter();
        journal = survivor(journal.disk());
        records = survivor(records.disk());
        if (chance.mishap(100)) {
            damageNewestSnapshot();
        }
    }

    private SlowLog survivor(SimulatedLog disk) {
        long durable = disk.durablePosition();
        return new SlowLog(disk.crash(durable + chance.upTo(disk.endPosition() - durable)), chance);
    }

    private void damageNewestSnapshot() {
        List<SnapshotFile> files = snapshots.list();
        if (files.isEmpty()) {
            return;
        }
        try {
            byte[] bytes = Files.readAllBytes(files.get(0).path());
            bytes[chance.below(bytes.length)] ^= (byte) (1 << chance.below(Byte.SIZE));
            Files.write(files.get(0).path(), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    boolean isDrained() {
        return pipeline.isDrained();
    }

    EngineHash hash() {
        return engine.hash();
    }

    /** The state of an unbroken run over the same journal. */
    EngineHash hashOfUnbrokenRun() {
        try (ScoringEngine unbroken = policy.newEngine()) {
            EventResult result = new EventResult();
            journal.disk().advanceDurablePosition(journal.disk().endPosition());
            journal.disk()
                    .read(
                            0,
                            (end, epoch, sequence, time, event, offset, length) -> {
                                unbroken.onEvent(
                                        epoch, sequence, time, event, offset, length, result);
                                return true;
                            });
            return unbroken.hash();
        }
    }

    private void closeSnapshotter() {
        if (snapshotter != null) {
            snapshotter.close();
            snapshotter = null;
        }
    }

    @Override
    public void close() {
        closeSnapshotter();
        if (engine != null) {
            engine.close();
        }
    }
}
