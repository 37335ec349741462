package dev.peregrine.replay.backtest;

import dev.peregrine.policy.CsvMapping;
import dev.peregrine.policy.PolicyBundle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** What a backtest needs. {@link #conclude} fills defaults and checks; call it once. */
public final class BacktestContext {
    private Path input;
    private Path outputDirectory;
    private PolicyBundle bundle;
    private Engine engine;
    private int semanticsVersion = 1;
    private int tenantId = 1;
    private Path lists;
    private boolean emitFeatures;
    private ErrorPolicy onError = ErrorPolicy.STOP;
    private BooleanSupplier stop = () -> false;
    private ProgressListener progress = ProgressListener.NONE;
    private long startedNanos = System.nanoTime();
    private CsvMapping mapping;

    /** File of transactions, CSV, plain or gzip. */
    public BacktestContext input(Path path) {
        input = path;
        return this;
    }

    public Path input() {
        return input;
    }

    /** Where the outputs go; made when it is not there. Files of the same name are replaced. */
    public BacktestContext outputDirectory(Path path) {
        outputDirectory = path;
        return this;
    }

    public Path outputDirectory() {
        return outputDirectory;
    }

    /** The policy that decides. It has to say how files are read. */
    public BacktestContext bundle(PolicyBundle value) {
        bundle = value;
        return this;
    }

    public PolicyBundle bundle() {
        return bundle;
    }

    /** A fresh engine that knows the bundle by its hash. */
    public BacktestContext engine(Engine value) {
        engine = value;
        return this;
    }

    public Engine engine() {
        return engine;
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

    /** Whether to write {@code features.csv}; default no. */
    public BacktestContext emitFeatures(boolean value) {
        emitFeatures = value;
        return this;
    }

    public boolean emitFeatures() {
        return emitFeatures;
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

    /** The bundle's mapping of columns; there after {@link #conclude}. */
    public CsvMapping mapping() {
        return mapping;
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
        Objects.requireNonNull(bundle, "bundle");
        Objects.requireNonNull(engine, "engine");
        mapping =
                bundle.csvMapping()
                        .orElseThrow(
                                () ->
                                        new BacktestException(
                                                "policy "
                                                        + bundle.name()
                                                        + " has no input.yaml: it does not say how"
                                                        + " the columns of a file are read"));
        if (!Files.exists(input)) {
            throw new BacktestException(input + ": no such file");
        }
        if (!Files.isReadable(input) || Files.isDirectory(input)) {
            throw new BacktestException(input + ": not a readable file");
        }
        try {
            Files.createDirectories(outputDirectory);
        } catch (IOException e) {
            throw new BacktestException(
                    outputDirectory + ": cannot be made a directory: " + e.getMessage(), e);
        }
    }
}
