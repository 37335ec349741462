package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;

/** A backtest of a journal that grows; as a process, it tells its progress. */
final class ResumableJournal {
    static final int EVENTS = 8_000;

    private static final double SLOWLY = 0.05;

    private final EngineScript script = new EngineScript(33, EVENTS);
    private final SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private final SimulatedLog records = SimulatedLog.durableAtOnce("records");
    private final BacktestContext context = new BacktestContext();
    private int stopAfter = Integer.MAX_VALUE;
    private int asked;

    /**
     * @param events as many as the journal holds
     */
    ResumableJournal(Path directory, Path out, int events) {
        journal.startAppending();
        records.startAppending();
        try (ScoringEngine engine = script.newEngine()) {
            script.run(engine, journal, records, 0, events, EVENTS);
        }
        context.input(directory)
                .journal(new JournalSource(directory, journal, records, 1))
                .outputDirectory(out)
                .emit(EnumSet.allOf(Emission.class))
                .replicates(20)
                .checkpointEvery(Duration.ofNanos(1))
                .stop(() -> asked++ >= stopAfter);
    }

    ResumableJournal resume() {
        context.resume(true);
        return this;
    }

    /** Stops after that many rows of this run. */
    ResumableJournal stopAfter(int rows) {
        stopAfter = rows;
        return this;
    }

    BacktestResult run() throws Exception {
        PolicyBundle policy = script.widerPolicy();
        try (BacktestEngine engine =
                new BacktestEngine(policy, ChronicleFeatureStoreFactory.inMemory(), 1 << 15)) {
            return Backtest.run(context.candidate(policy, engine));
        }
    }

    /** Goes on in a directory (that of the outputs), slowly, with so many events. */
    public static void main(String[] arguments) throws Exception {
        Path out = Path.of(arguments[0]);
        ResumableJournal run =
                new ResumableJournal(out.getParent(), out, Integer.parseInt(arguments[1])).resume();
        run.context.share(SLOWLY);
        long[] told = {-1};
        run.context.progress(
                (bytes, length, rows) -> {
                    if (rows != told[0]) {
                        told[0] = rows;
                        System.out.println(rows);
                    }
                });
        run.run();
    }
}
