package dev.peregrine.node.cli;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.CsvMappingFile;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.backtest.Backtest;
import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestEngine;
import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.Emission;
import dev.peregrine.replay.backtest.ErrorPolicy;
import dev.peregrine.replay.backtest.OutputFormat;
import dev.peregrine.replay.backtest.SnapshotStart;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.backtest.metrics.Gate;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs the engine over past transactions. */
@Command(
        name = "backtest",
        description = "Run one policy or two over past transactions and measure what they decide.",
        footer = {
            "",
            "Writes decisions.csv, summary.json and report.html into the output directory; with two"
                    + " policies a/decisions.csv, b/decisions.csv and diff.csv. Frauds become known"
                    + " to the policy's features only after the label delay that its input.yaml"
                    + " states.",
            "Ctrl-C ends it early with valid files; summary.json then says \"complete\": false, and"
                    + " --resume goes on."
        })
final class BacktestCommand implements Callable<Integer> {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final int MAX_POLICIES = 2;
    private static final String NEWEST_BEFORE = "";

    /** What is run: files or a journal. */
    static final class Source {
        @Option(
                names = "--input",
                required = true,
                paramLabel = "PATH",
                description =
                        "Transactions in order of time: a file, or a folder whose files are read in"
                                + " the order of their names. CSV or NDJSON, plain, gzip or zstd, or"
                                + " Parquet.")
        private Path input;

        @Option(
                names = "--journal",
                required = true,
                paramLabel = "DIR",
                description =
                        "Data directory of a node, or a backup: its journal, as far as it is now, is run"
                                + " under the policy in place of the ones that were active. The node"
                                + " may be running.")
        private Path journal;
    }

    @ArgGroup(multiplicity = "1")
    private Source source;

    @Option(
            names = "--from-snapshot",
            arity = "0..1",
            fallbackValue = NEWEST_BEFORE,
            paramLabel = "SEQUENCE",
            description =
                    "With a journal: begin with the state of the node's snapshot of this event, and"
                            + " run what came after it; without a number, of the newest that is not"
                            + " later than --from, or of the oldest where --from is not given.")
    private String snapshot;

    @Option(
            names = "--tenant",
            paramLabel = "N",
            defaultValue = "1",
            description = "Whose payments of a journal. Default: ${DEFAULT-VALUE}.")
    private int tenantId;

    @Option(
            names = "--share",
            paramLabel = "S",
            defaultValue = "0.25",
            description =
                    "With the journal of a running node: how much of one core the deciding thread may"
                            + " use, above 0 and at most 1. Default: ${DEFAULT-VALUE}.")
    private double share;

    @Option(
            names = "--policy",
            required = true,
            paramLabel = "DIR",
            description =
                    "Policy bundle; given twice, the second is compared with the first in one pass."
                            + " The first one's input.yaml says which column is what.")
    private List<Path> policies;

    @Option(
            names = "--mapping",
            paramLabel = "FILE",
            description = "Which column is what, in place of the bundle's input.yaml.")
    private Path mapping;

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
            description =
                    "features: also write features.csv, one row a transaction, with its label;"
                            + " weights: also write weights/MODEL.json, what each model that learns"
                            + " online has learned, to start another with;"
                            + " decisions: are written anyway.")
    private Set<Emission> emit = EnumSet.noneOf(Emission.class);

    @Option(
            names = "--format",
            paramLabel = "csv|parquet",
            defaultValue = "csv",
            description = "Of decisions, features and differences. Default: ${DEFAULT-VALUE}.")
    private OutputFormat format;

    @Option(
            names = "--on-error",
            paramLabel = "stop|skip|quarantine",
            defaultValue = "stop",
            description =
                    "At a row that cannot be used: stop (default); skip it and count it in the"
                            + " summary; or quarantine: also write it to quarantine.csv.")
    private ErrorPolicy onError;

    @Option(
            names = "--fail-if",
            paramLabel = "CONDITION",
            description =
                    "End with exit code 12 where a metric is so, as in 'declined_good_rate > 0.002';"
                            + " may be given several times. With two policies NAME is of the"
                            + " second, a.NAME of the first, delta.NAME the difference.")
    private List<String> failIf = List.of();

    @Option(
            names = "--sweep",
            split = ",",
            paramLabel = "NAME=FROM:TO:STEP",
            description =
                    "Also write sweep.csv: what every combination of these score thresholds and"
                            + " parameters of rules would have done, as in"
                            + " decline=500:900:50,review=400,param.NAME=2:8:2.")
    private List<String> sweep = List.of();

    @Option(
            names = "--identity-capacity",
            paramLabel = "N",
            defaultValue = "" + BacktestEngine.DEFAULT_IDENTITY_CAPACITY,
            description =
                    "Greatest number of rows and labels in 24 hours of the file's time, up to 2^28;"
                            + " up to 80 bytes of memory for each that is remembered."
                            + " Default: ${DEFAULT-VALUE}.")
    private int identityCapacity;

    @Option(
            names = "--resume",
            description =
                    "Go on where a backtest into this output directory was interrupted or killed;"
                            + " from the beginning where there is nothing to go on with.")
    private boolean resume;

    @Option(
            names = "--checkpoint-every",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description =
                    "How often what --resume goes on with is written. Default: ${DEFAULT-VALUE}.")
    private int checkpointSeconds;

    @Mixin private EvaluationOptions evaluation;

    @Spec private CommandSpec spec;

    private List<Gate> gates = List.of();

    @Override
    public Integer call() throws IOException, PolicyException {
        check();
        List<PolicyBundle> bundles = new ArrayList<>();
        for (Path policy : policies) {
            bundles.add(PolicyLoader.load(policy));
        }
        gates = gates();
        CsvMapping columns = source.journal == null ? columns(bundles.get(0)) : null;
        Files.createDirectories(out);
        try (TerminationSignal signal = new TerminationSignal(GRACE)) {
            ExitCode exitCode = ExitCode.FAILURE;
            try {
                BacktestResult result =
                        source.journal == null
                                ? run(
                                        bundles,
                                        context(signal).input(source.input).mapping(columns),
                                        Optional.empty())
                                : runJournal(bundles, signal);
                if (result.tally().decided() > 0) {
                    new BacktestReport(result, out).print(spec.commandLine().getOut());
                }
                exitCode = exitCode(result);
                if (exitCode == ExitCode.OK && BacktestGates.hold(gates, result, spec)) {
                    exitCode = ExitCode.GATE_FAILED;
                }
                return exitCode.code();
            } finally {
                signal.conclude(exitCode);
            }
        }
    }

    private void check() {
        if (identityCapacity < 1 || identityCapacity > BacktestEngine.MAX_IDENTITY_CAPACITY) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--identity-capacity is "
                            + identityCapacity
                            + ", must be 1 .. "
                            + BacktestEngine.MAX_IDENTITY_CAPACITY);
        }
        if (!(share > 0 && share <= 1)) {
            throw new UserException(
                    ExitCode.USAGE, "--share is " + share + ", must be above 0 and at most 1");
        }
        if (checkpointSeconds < 1) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--checkpoint-every is " + checkpointSeconds + ", must be at least 1");
        }
        if (snapshot != null && source.journal == null) {
            throw new UserException(ExitCode.USAGE, "--from-snapshot goes with --journal");
        }
        if (policies.size() > MAX_POLICIES) {
            throw new UserException(
                    ExitCode.USAGE, "--policy is given more than " + MAX_POLICIES + " times");
        }
    }

    private List<Gate> gates() {
        try {
            return failIf.stream().map(Gate::parse).toList();
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--fail-if: " + e.getMessage(), e);
        }
    }

    private SweepGrid grid() {
        try {
            return sweep.isEmpty() ? null : SweepGrid.parse(sweep);
        } catch (IllegalArgumentException e) {
            throw new UserException(ExitCode.USAGE, "--sweep: " + e.getMessage(), e);
        }
    }

    private CsvMapping columns(PolicyBundle bundle) throws IOException, PolicyException {
        if (mapping != null) {
            return CsvMappingFile.load(mapping);
        }
        if (bundle.csvMapping().isPresent()) {
            return bundle.csvMapping().get();
        }
        throw new MissingMapping(policies.get(0), source.input).exception();
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

    private BacktestResult runJournal(List<PolicyBundle> bundles, TerminationSignal signal) {
        BacktestContext context = context(signal);
        return new BacktestJournal(
                        source.journal,
                        policies.get(0),
                        tenantId,
                        beginning(context.window().fromNs()),
                        share)
                .run(
                        out,
                        opened -> {
                            noteWhatIsMissing(opened.source());
                            return run(
                                    bundles,
                                    context.input(source.journal)
                                            .tenantId(tenantId)
                                            .share(opened.share())
                                            .journal(opened.source()),
                                    opened.snapshot());
                        });
    }

    private BacktestJournal.Beginning beginning(long fromNs) {
        if (snapshot == null) {
            return BacktestJournal.Beginning.OF_THE_JOURNAL;
        }
        if (snapshot.equals(NEWEST_BEFORE)) {
            return choice -> Optional.of(choice.before(fromNs));
        }
        try {
            long sequence = Long.parseLong(snapshot);
            return choice -> Optional.of(choice.of(sequence, fromNs));
        } catch (NumberFormatException e) {
            throw new UserException(
                    ExitCode.USAGE,
                    "--from-snapshot is '" + snapshot + "', expected the number of an event",
                    e);
        }
    }

    private void noteWhatIsMissing(JournalSource journal) {
        if (journal.beginsTrimmed()) {
            PrintWriter err = spec.commandLine().getErr();
            err.println(
                    source.journal
                            + ": the beginning of its journal was trimmed: features, lists and rates"
                            + " start empty; --from-snapshot starts with those of a snapshot");
            err.flush();
        }
    }

    private BacktestContext context(TerminationSignal signal) {
        BacktestContext context =
                new BacktestContext()
                        .outputDirectory(out)
                        .lists(lists)
                        .semanticsVersion(ScoringEngine.SEMANTICS_VERSION)
                        .emit(emissions())
                        .format(format)
                        .onError(onError)
                        .sweep(grid())
                        .stop(signal::isRaised)
                        .checkpointEvery(Duration.ofSeconds(checkpointSeconds))
                        .resume(resume)
                        .startedNanos(startedNanos());
        evaluation.apply(context);
        return context;
    }

    private BacktestResult run(
            List<PolicyBundle> bundles, BacktestContext context, Optional<SnapshotStart> start) {
        List<BacktestEngine> engines = new ArrayList<>();
        try (BacktestProgress progress = new BacktestProgress()) {
            context.progress(progress);
            for (PolicyBundle bundle : bundles) {
                FeatureStoreFactory stores = ChronicleFeatureStoreFactory.inMemory();
                BacktestEngine engine =
                        start.isPresent()
                                ? new BacktestEngine(bundle, stores, identityCapacity, start.get())
                                : new BacktestEngine(bundle, stores, identityCapacity);
                engines.add(engine);
                context.candidate(bundle, engine);
            }
            BacktestGates.refuseUnknown(gates, context);
            return Backtest.run(context);
        } catch (BacktestException e) {
            throw BacktestFailures.of(e);
        } finally {
            engines.forEach(BacktestEngine::close);
        }
    }

    private Set<Emission> emissions() {
        Set<Emission> all = EnumSet.of(Emission.DECISIONS);
        all.addAll(emit);
        return all;
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
