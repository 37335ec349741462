package dev.peregrine.replay.backtest;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;

/** A backtest with everything that a checkpoint holds; as a process, it tells its progress. */
final class ResumableRun {
    private static final long KNOWN_SINCE_NS = 1_771_977_600_000_000_000L;
    private static final double SLOWLY = 0.05;

    private final Path directory;
    private final BacktestContext context = new BacktestContext();
    private int stopAfter = Integer.MAX_VALUE;
    private int asked;

    ResumableRun(Path directory, Path out) {
        this.directory = directory;
        context.input(input(directory))
                .outputDirectory(out)
                .emit(EnumSet.allOf(Emission.class))
                .onError(ErrorPolicy.QUARANTINE)
                .rankBy("model.amount.margin")
                .leaveOutKnownFrauds(KNOWN_SINCE_NS)
                .replicates(20)
                .sweep(SweepGrid.parse(List.of("param.many=2:3:1", "decline=600:700:50")))
                .checkpointEvery(Duration.ofNanos(1))
                .stop(() -> asked++ >= stopAfter);
    }

    static Path input(Path directory) {
        return directory.resolve("payments.csv");
    }

    /** Over another file. */
    ResumableRun over(Path file) {
        context.input(file);
        return this;
    }

    ResumableRun resume() {
        context.resume(true);
        return this;
    }

    ResumableRun replicates(int replicates) {
        context.replicates(replicates);
        return this;
    }

    /** Stops after that many rows of this run. */
    ResumableRun stopAfter(int rows) {
        stopAfter = rows;
        return this;
    }

    BacktestResult run() throws Exception {
        PolicyBundle a = PaymentsFixture.policy(directory.resolve("policy-a"), "3", "2.0", 700);
        PolicyBundle b = PaymentsFixture.policy(directory.resolve("policy-b"), "2", "1.5", 600);
        try (BacktestEngine first = engine(a);
                BacktestEngine second = engine(b)) {
            return Backtest.run(context.candidate(a, first).candidate(b, second));
        }
    }

    private static BacktestEngine engine(PolicyBundle bundle) {
        return new BacktestEngine(bundle, ChronicleFeatureStoreFactory.inMemory(), 1 << 17);
    }

    /** Goes on in a directory (arguments: that of the files, that of the outputs), slowly. */
    public static void main(String[] arguments) throws Exception {
        ResumableRun run = new ResumableRun(Path.of(arguments[0]), Path.of(arguments[1])).resume();
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
