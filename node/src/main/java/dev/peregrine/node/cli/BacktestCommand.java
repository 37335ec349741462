package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.ErrorPolicy;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the engine over a file of past transactions. */
@Command(
        name = "backtest",
        description = "Run a policy over a file of past transactions and measure what it decides.",
        footer = {
            "",
            "Writes decisions.csv and summary.json into the output directory. Frauds become known to"
                    + " the policy's features only after the label delay that its input.yaml states.",
            "Ctrl-C ends it early with valid files; summary.json then says \"complete\": false."
        })
final class BacktestCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(30);

    /** What may be written besides. */
    enum Emission {
        FEATURES
    }

    @Option(
            names = "--input",
            required = true,
            paramLabel = "FILE",
            description = "Transactions as CSV, plain or gzip, in order of time.")
    private Path input;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "DIR",
            description = "Policy bundle; its input.yaml says which column is what.")
    private Path policy;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where to write; made if it is not there.")
    private Path out;

    @Option(
            names = "--lists",
            paramLabel = "DIR",
            description =
                    "Directory with a file NAME.csv for each of the policy's lists that is to have"
                            + " entries from the start; the others are empty.")
    private Path lists;

    @Option(
            names = "--emit",
            split = ",",
            paramLabel = "WHAT",
            description = "features: also write features.csv, one row a transaction.")
    private Set<Emission> emit = EnumSet.noneOf(Emission.class);

    @Option(
            names = "--on-error",
            paramLabel = "stop|skip",
            defaultValue = "stop",
            description =
                    "At a row that cannot be used: stop (default), or skip it and count it in the"
                            + " summary.")
    private ErrorPolicy onError;

    @Option(
            names = "--identity-capacity",
            paramLabel = "N",
            defaultValue = "" + BacktestEngine.DEFAULT_IDENTITY_CAPACITY,
            description =
                    "Greatest number of rows and labels in 24 hours of the file's time, up to 2^28;"
                            + " 32 bytes of memory each. Default: ${DEFAULT-VALUE}.")
    private int identityCapacity;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException, PolicyException {
        if (identityCapacity < 1 || identityCapacity > BacktestEngine.MAX_IDENTITY_CAPACITY) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--identity-capacity is "
                            + identityCapacity
                            + ", must be 1 .. "
                            + BacktestEngine.MAX_IDENTITY_CAPACITY);
        }
        PolicyBundle bundle = PolicyLoader.load(policy);
        if (bundle.csvMapping().isEmpty()) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION,
                    policy + ": has no input.yaml, which says how the columns of a file are read");
        }
        Files.createDirectories(out);
        try (TerminationSignal signal = new TerminationSignal(GRACE)) {
            ExitCode exitCode = ExitCode.FAILURE;
            try {
                BacktestResult result = run(bundle, signal);
                if (result.tally().decided() > 0) {
                    new BacktestReport(result, bundle, out).print(spec.commandLine().getOut());
                }
                exitCode = exitCode(result);
                return exitCode.code();
            } finally {
                signal.conclude(exitCode);
            }
        }
    }

    private static ExitCode exitCode(BacktestResult result) {
        return switch (result.ending()) {
            case COMPLETE -> ExitCode.OK;
            case INTERRUPTED -> ExitCode.INTERRUPTED;
            case BAD_INPUT -> throw new UserException(ExitCode.BAD_INPUT, result.error());
            case ENGINE_FAILED, OUTPUT_FAILED ->
                    throw new UserException(ExitCode.FAILURE, result.error());
        };
    }

    private BacktestResult run(PolicyBundle bundle, TerminationSignal signal) {
        try (BacktestEngine engine =
                        new BacktestEngine(
                                bundle, ChronicleFeatureStoreFactory.inMemory(), identityCapacity);
                BacktestProgress progress = new BacktestProgress()) {
            return Backtest.run(
                    new BacktestContext()
                            .input(input)
                            .outputDirectory(out)
                            .bundle(bundle)
                            .lists(lists)
                            .engine(engine)
                            .semanticsVersion(ScoringEngine.SEMANTICS_VERSION)
                            .emitFeatures(emit.contains(Emission.FEATURES))
                            .onError(onError)
                            .stop(signal::isRaised)
                            .progress(progress)
                            .startedNanos(startedNanos()));
        } catch (BacktestException e) {
            throw new UserException(ExitCode.BAD_INPUT, e.getMessage(), e);
        }
    }

    /** {@link System#nanoTime} as it was when the process began. */
    private static long startedNanos() {
        return System.nanoTime()
                - ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(start -> Duration.between(start, Instant.now()).toNanos())
                        .orElse(0L);
    }
}
