package dev.peregrine.replay.backtest;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.replay.backtest.csv.MissingColumnsException;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.input.Inputs;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.backtest.input.RowSource;
import dev.peregrine.replay.backtest.input.SourceContext;
import dev.peregrine.replay.backtest.metrics.SegmentKind;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** What a backtest needs. {@link #conclude} fills defaults and checks; call it once. */
public final class BacktestContext {
    private static final long NEVER = Long.MAX_VALUE;

    private Path input;
    private JournalSource journal;
    private Path outputDirectory;
    private int semanticsVersion = 1;
    private int tenantId = 1;
    private double share = 1;
    private Path lists;
    private final List<Candidate> candidates = new ArrayList<>();
    private Set<Emission> emissions = EnumSet.of(Emission.DECISIONS);
    private SweepGrid sweep;
    private OutputFormat format = OutputFormat.CSV;
    private EvaluationWindow window = EvaluationWindow.ALL;
    private String rankBy = "score";
    private List<Integer> topK = List.of(100);
    private int replicates = 200;
    private long seed = 1;
    private KeyField cardField;
    private boolean leaveOutKnownFrauds;
    private long knownSinceNs = Long.MIN_VALUE;
    private ErrorPolicy onError = ErrorPolicy.STOP;
    private BooleanSupplier stop = () -> false;
    private RowObserver observer = RowObserver.NONE;
    private ProgressListener progress = ProgressListener.NONE;
    private long startedNanos = System.nanoTime();
    private CsvMapping mapping;
    private long checkpointNanos = NEVER;
    private boolean resume;
    private boolean goesOn;

    /**
     * File of transactions, or folder of files that are read in the order of their names: CSV or
     * NDJSON, plain, gzip or zstd, or Parquet.
     */
    public BacktestContext input(Path path) {
        input = path;
        return this;
    }

    public Path input() {
        return input;
    }

    /**
     * A journal in place of a file; {@link #input()} is then what it is called in reports. Policies
     * and starts in it are passed over, labels come at their own sequence, and what the engine
     * refuses is counted.
     */
    public BacktestContext journal(JournalSource value) {
        journal = value;
        mapping = JournalSource.MAPPING;
        return this;
    }

    /** The journal that is run; empty for files. */
    public Optional<JournalSource> journal() {
        return Optional.ofNullable(journal);
    }

    /** What is read. */
    RowSource open() throws IOException, RowException, MissingColumnsException {
        if (journal != null) {
            return journal.open();
        }
        return Inputs.open(
                input,
                new SourceContext(mapping, tenantId, cardField, onError == ErrorPolicy.QUARANTINE));
    }

    /** Whether a row that is fraud makes its own label. */
    boolean labelsComeWithRows() {
        return journal == null;
    }

    /** Whether what the engine refuses is counted, and no error. */
    boolean skipsRefused() {
        return journal != null;
    }

    /** Where the outputs go; made when it is not there. Files of the same name are replaced. */
    public BacktestContext outputDirectory(Path path) {
        outputDirectory = path;
        return this;
    }

    public Path outputDirectory() {
        return outputDirectory;
    }

    /**
     * A policy that decides, and an engine of its own; a second one is compared with the first. The
     * first one says how files are read, unless {@link #mapping(CsvMapping)} does.
     */
    public BacktestContext candidate(PolicyBundle bundle, Engine engine) {
        candidates.add(new Candidate(bundle, engine));
        return this;
    }

    public List<Candidate> candidates() {
        return List.copyOf(candidates);
    }

    /**
     * How much of one core the deciding thread may use; more than 0, at most 1. Default: 1, all of
     * it.
     */
    public BacktestContext share(double value) {
        share = value;
        return this;
    }

    double share() {
        return share;
    }

    /** Version of the engine's rules of computation. */
    public BacktestContext semanticsVersion(int value) {
        semanticsVersion = value;
        return this;
    }

    public int semanticsVersion() {
        return semanticsVersion;
    }

    /** Tenant that all transactions belong to; default 1. */
    public BacktestContext tenantId(int value) {
        tenantId = value;
        return this;
    }

    public int tenantId() {
        return tenantId;
    }

    /** Directory of files with entries for the policy's lists; default none, they are empty. */
    public BacktestContext lists(Path directory) {
        lists = directory;
        return this;
    }

    public Optional<Path> lists() {
        return Optional.ofNullable(lists);
    }

    /** What is written row by row; default the decisions. */
    public BacktestContext emit(Set<Emission> values) {
        emissions = Set.copyOf(values);
        return this;
    }

    /** Whether rows of that kind are written. */
    public boolean emits(Emission what) {
        return emissions.contains(what);
    }

    /** Thresholds to try in {@code sweep.csv}; default none. */
    public BacktestContext sweep(SweepGrid value) {
        sweep = value;
        return this;
    }

    public Optional<SweepGrid> sweep() {
        return Optional.ofNullable(sweep);
    }

    /** Format of decisions, features and differences; default CSV. */
    public BacktestContext format(OutputFormat value) {
        format = value;
        return this;
    }

    public OutputFormat format() {
        return format;
    }

    /** Which transactions are measured and written; default all. */
    public BacktestContext window(EvaluationWindow value) {
        window = value;
        return this;
    }

    public EvaluationWindow window() {
        return window;
    }

    /**
     * By what transactions are ranked for measures that need an order: {@code score}, the default,
     * or a model's output such as {@code model.payment.margin}.
     */
    public BacktestContext rankBy(String value) {
        rankBy = value;
        return this;
    }

    public String rankBy() {
        return rankBy;
    }

    /** Sizes for precision among the highest of a day; default 100. */
    public BacktestContext topK(List<Integer> values) {
        topK = List.copyOf(values);
        return this;
    }

    public List<Integer> topK() {
        return topK;
    }

    /** Draws of the bootstrap; default 200, 0 for no intervals. */
    public BacktestContext replicates(int value) {
        replicates = value;
        return this;
    }

    public int replicates() {
        return replicates;
    }

    /** Seed of the bootstrap; default 1. */
    public BacktestContext seed(long value) {
        seed = value;
        return this;
    }

    public long seed() {
        return seed;
    }

    /**
     * By what cards are told apart in measures; default the card where the input has it, else the
     * account, else none.
     */
    public BacktestContext cardField(KeyField value) {
        cardField = value;
        return this;
    }

    /** May be null. */
    public KeyField cardField() {
        return cardField;
    }

    /**
     * Leaves out of measures and outputs the transactions of cards for which a fraud is known by
     * the start of the day; the engine still sees them.
     *
     * @param sinceNs frauds of an earlier event time are taken for unknown
     */
    public BacktestContext leaveOutKnownFrauds(long sinceNs) {
        leaveOutKnownFrauds = true;
        knownSinceNs = sinceNs;
        return this;
    }

    boolean leaveOutKnownFrauds() {
        return leaveOutKnownFrauds;
    }

    long knownSinceNs() {
        return knownSinceNs;
    }

    /** Kinds of segments that the input's columns allow. */
    Set<SegmentKind> segments() {
        Set<SegmentKind> kinds = EnumSet.noneOf(SegmentKind.class);
        for (SegmentKind kind : SegmentKind.values()) {
            if (mapping.keys().containsKey(KeyField.valueOf(kind.name()))) {
                kinds.add(kind);
            }
        }
        return kinds;
    }

    /** What happens at a bad row; default STOP. */
    public BacktestContext onError(ErrorPolicy value) {
        onError = value;
        return this;
    }

    public ErrorPolicy onError() {
        return onError;
    }

    /** Asked before every row; true ends the backtest with valid outputs. Default never. */
    public BacktestContext stop(BooleanSupplier value) {
        stop = value;
        return this;
    }

    public BooleanSupplier stop() {
        return stop;
    }

    /** Sees what is measured; default none. */
    public BacktestContext observer(RowObserver value) {
        observer = value;
        return this;
    }

    RowObserver observer() {
        return observer;
    }

    /** Default none. */
    public BacktestContext progress(ProgressListener value) {
        progress = value;
        return this;
    }

    public ProgressListener progress() {
        return progress;
    }

    /** {@link System#nanoTime} at the program's start; default when this context was made. */
    public BacktestContext startedNanos(long value) {
        startedNanos = value;
        return this;
    }

    public long startedNanos() {
        return startedNanos;
    }

    /** How the input's columns are read; default as the first policy's bundle says. */
    public BacktestContext mapping(CsvMapping value) {
        mapping = value;
        return this;
    }

    /** There after {@link #conclude}. */
    public CsvMapping mapping() {
        return mapping;
    }

    /** How often what an interrupted backtest goes on with is written. Default: never. */
    public BacktestContext checkpointEvery(Duration value) {
        checkpointNanos = value.toNanos();
        return this;
    }

    long checkpointNanos() {
        return checkpointNanos;
    }

    boolean writesCheckpoints() {
        return checkpointNanos != NEVER
                && candidates.stream().allMatch(candidate -> candidate.engine().canBeSaved());
    }

    /**
     * Goes on with what an interrupted backtest has left in the output directory; from the
     * beginning where there is nothing. Default: false.
     */
    public BacktestContext resume(boolean value) {
        resume = value;
        return this;
    }

    boolean resumes() {
        return resume;
    }

    /** What the outputs depend on beside policy and input, by what it is called in messages. */
    public Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--from, --to or --labels-as-of", window.toString());
        options.put("--rank-by", rankBy);
        options.put("--top", topK.toString());
        options.put("--bootstrap or --seed", replicates + " " + seed);
        options.put("--card", String.valueOf(cardField));
        options.put("--leave-out-known-fraud", leaveOutKnownFrauds + " " + knownSinceNs);
        options.put("--emit", new TreeSet<>(emissions).toString());
        options.put("--format", format.toString());
        options.put("--on-error", onError.toString());
        options.put("--sweep", String.valueOf(sweep));
        options.put("--tenant", Integer.toString(tenantId));
        return options;
    }

    /** Says that there is something to go on with. */
    void goOn() {
        goesOn = true;
    }

    boolean goesOn() {
        return goesOn;
    }

    /**
     * Checks what was set and makes the output directory.
     *
     * @throws BacktestException when the input cannot be read, the outputs cannot be written, or
     *     the bundle does not say how files are read
     */
    void conclude() throws BacktestException {
        Objects.requireNonNull(input, "input");
        Objects.requireNonNull(outputDirectory, "outputDirectory");
        if (candidates.isEmpty() || candidates.size() > 2) {
            throw new IllegalStateException("one policy or two, not " + candidates.size());
        }
        if (mapping == null) {
            mapping = mappingOf(candidates.get(0).bundle());
        }
        if (cardField == null) {
            cardField =
                    Stream.of(KeyField.CARD, KeyField.ACCOUNT)
                            .filter(mapping.keys()::containsKey)
                            .findFirst()
                            .orElse(null);
        }
        if (!Files.exists(input)) {
            throw new BacktestException(input + ": no such file");
        }
        if (!Files.isReadable(input)) {
            throw new BacktestException(input + ": cannot be read");
        }
        try {
            Files.createDirectories(outputDirectory);
        } catch (IOException e) {
            throw new BacktestException(
                    outputDirectory + ": cannot be made a directory: " + e.getMessage(), e);
        }
    }

    private static CsvMapping mappingOf(PolicyBundle bundle) throws BacktestException {
        return bundle.csvMapping()
                .orElseThrow(
                        () ->
                                new BacktestException(
                                        "policy "
                                                + bundle.name()
                                                + " has no input.yaml: it does not say how the"
                                                + " columns of a file are read"));
    }
}
