package dev.peregrine.replay.backtest;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.backtest.csv.RowBatch;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.replay.backtest.metrics.MetricsContext;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.PolicyMetrics;
import dev.peregrine.replay.backtest.metrics.SweepTable;
import dev.peregrine.replay.backtest.report.DecidedRows;
import dev.peregrine.replay.backtest.report.DecisionView;
import dev.peregrine.replay.backtest.report.DecisionsCsv;
import dev.peregrine.replay.backtest.report.FeaturesCsv;
import dev.peregrine.replay.backtest.report.LearnedWeights;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * One policy of a backtest: its engine with the events that it is fed, what it decided last, its
 * measures and its output files. One thread.
 */
final class PolicyRun implements Closeable {
    private static final int LATENCY_SAMPLE = 16;
    private static final long MAX_LATENCY_NS = 60_000_000_000L;

    private final BacktestContext context;
    private final PolicyBundle bundle;
    private final Engine engine;
    private final EngineFeed feed;
    private final Path directory;
    private final RefusalText refusals;
    private final RankBy rankBy;
    private final PolicyMetrics metrics;
    private final DecidedRows rows;
    private final Histogram latency = new Histogram(MAX_LATENCY_NS, 3);
    private final ParameterSweep sweep;
    private EventResult result;
    private DecisionView decision;
    private long events;

    PolicyRun(BacktestContext context, Candidate candidate, Path directory)
            throws IOException, BacktestException {
        this.context = context;
        bundle = candidate.bundle();
        engine = candidate.engine();
        feed = new EngineFeed(engine, context.tenantId(), context.semanticsVersion());
        this.directory = directory;
        refusals = new RefusalText(candidate.engine());
        rankBy = RankBy.of(context.rankBy(), bundle);
        Files.createDirectories(directory);
        metrics =
                new PolicyMetrics(
                        bundle,
                        new MetricsContext(
                                context.mapping().amountScale(),
                                context.topK(),
                                context.replicates(),
                                context.seed(),
                                context.segments(),
                                rankBy.isScore() ? null : directory.resolve(".ranks.part")));
        sweep =
                context.sweep().filter(grid -> !grid.axes().isEmpty()).isPresent()
                        ? new ParameterSweep(bundle, context.sweep().get())
                        : null;
        rows = rows(directory);
    }

    private DecidedRows rows(Path directory) throws IOException {
        boolean labelled = context.mapping().label().isPresent();
        String id = context.mapping().eventId();
        List<FeatureSpec> all = bundle.features().features();
        DecisionsCsv decisions = null;
        if (context.emits(Emission.DECISIONS)) {
            decisions = new DecisionsCsv(directory, id, labelled, context.goesOn());
        }
        FeaturesCsv features = null;
        if (context.emits(Emission.FEATURES)) {
            features = new FeaturesCsv(directory, id, all, labelled, context.goesOn());
        }
        return new DecidedRows(metrics, decisions, features, all.size());
    }

    /** Begins: activates the policy and fills its lists. */
    void start(long timeNs) throws BacktestException {
        EventResult activated = feed.start(bundle, timeNs);
        if (activated.kind == EventResult.Kind.REFUSED) {
            throw new BacktestException(
                    "the engine refuses policy " + bundle.name() + ": " + activated.rejectCode);
        }
        if (context.lists().isPresent()) {
            BacktestLists.load(bundle, context.tenantId(), context.lists().get(), feed, timeNs);
        }
        if (sweep != null) {
            sweep.start(engine.lists(context.tenantId()));
        }
    }

    /**
     * Decides a row, after the labels that are known by then.
     *
     * @return what is wrong with the row; null when it was decided
     */
    RowException decide(RowBatch batch, int row) {
        long timeNs = batch.ingressTimeNs[row];
        if (!feed.labelsUntil(timeNs)) {
            return refusals.noRoom(batch, row);
        }
        boolean sampled = events++ % LATENCY_SAMPLE == 0;
        long startNanos = sampled ? System.nanoTime() : 0;
        result = feed.transaction(timeNs, batch.messages, batch.offset[row], batch.length[row]);
        if (sampled) {
            long nanos = System.nanoTime() - startNanos;
            latency.recordValue(Math.min(nanos, MAX_LATENCY_NS));
        }
        if (result.kind != EventResult.Kind.DECISION) {
            return refusals.of(result, batch, row);
        }
        decision = rows.row();
        decision.wrap(result);
        return null;
    }

    /**
     * Runs an event of a journal that is no decision.
     *
     * @return false when the engine refuses it
     */
    boolean event(RowBatch batch, int row) {
        EventResult done =
                feed.transaction(
                        batch.ingressTimeNs[row],
                        batch.messages,
                        batch.offset[row],
                        batch.length[row]);
        return done.kind != EventResult.Kind.REFUSED;
    }

    /**
     * Measures and writes what was decided last, and so gives its {@link #decision} away.
     *
     * @param row of the batch, which it was
     */
    void evaluate(Observation seen, RowBatch batch, int row) throws IOException, BacktestException {
        double rank = rankBy.rank(decision.score(), result.features);
        if (Double.isNaN(rank)) {
            throw new BacktestException(
                    context.rankBy()
                            + " has no value: only the champion and models that a rule reads are"
                            + " evaluated");
        }
        if (sweep != null) {
            sweep.add(
                    seen, batch.messages, batch.offset[row], result.features, feed.ingressTimeNs());
        }
        rows.commit(seen, rank);
        decision = null;
    }

    /** Sees to it that the row decided last becomes known as fraud when it is time. */
    void fraud(RowBatch batch, int row) {
        feed.fraud(batch.knownAtNs[row], batch.messages, batch.offset[row], batch.length[row]);
    }

    /** Features and model outputs of the row decided last; filled anew by the next one. */
    double[] features() {
        return result.features;
    }

    /** What was decided last; null once it was {@link #evaluate evaluated}. */
    DecisionView decision() {
        return decision;
    }

    /** Waits for what was decided, and puts everything that it came to into a checkpoint. */
    void save(StateSink sink) throws IOException {
        feed.save(sink);
        rows.save(sink);
        if (sweep != null) {
            sweep.save(sink);
        }
    }

    /**
     * Takes what {@link #save} put; before the first row.
     *
     * @param started whether the policy was active
     */
    void load(StateSource source, boolean started) throws IOException {
        feed.load(source);
        rows.load(source);
        if (sweep != null) {
            sweep.load(source);
            if (started) {
                sweep.start(engine.lists(context.tenantId()));
            }
        }
    }

    /** Sees to it that temporary files stay, for another process to go on with. */
    void keepFiles() {
        metrics.keepFiles();
    }

    /** Waits until everything is measured and written. */
    void drain() throws IOException {
        rows.close();
    }

    /**
     * What it came to.
     *
     * @param hashable whether the engine may still be asked for its state's hash
     */
    PolicyResult conclude(boolean hashable) throws IOException {
        rows.close();
        metrics.finish();
        if (hashable && context.emits(Emission.WEIGHTS)) {
            LearnedWeights.write(directory, bundle, engine::visitLearners);
        }
        return new PolicyResult(
                bundle,
                metrics,
                sweep == null
                        ? List.of(new SweepTable.Variant(List.of(), metrics.sweep()))
                        : sweep.variants(),
                feed.labelsDelivered(),
                feed.labelsRefused(),
                feed.labelsPending(),
                hashable ? feed.stateHash() : null,
                latency);
    }

    @Override
    public void close() throws IOException {
        try (metrics) {
            rows.close();
        }
    }
}
