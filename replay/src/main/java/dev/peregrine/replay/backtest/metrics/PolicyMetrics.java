package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All measures of one policy over the transactions of the evaluation window. Add them, then {@link
 * #finish}, then read. One thread.
 */
public final class PolicyMetrics implements Closeable {
    private static final long DAY_NS = 86_400_000_000_000L;

    private final MetricsContext context;
    private final ActionTable actions;
    private final ScoreCells scores = new ScoreCells();
    private final RankStore ranks;
    private final DailyRanking daily;
    private final RuleTable rules;
    private final DriftTable drift;
    private final SweepTable sweep;
    private final LevelBootstrap levels;
    private final TreeMap<Long, ActionTable> days = new TreeMap<>();
    private final Map<SegmentKind, SegmentTable> segments = new EnumMap<>(SegmentKind.class);
    private long lastDay = Long.MIN_VALUE;
    private ActionTable lastDayActions;
    private Curve curve;
    private MetricSheet sheet;

    public PolicyMetrics(PolicyBundle bundle, MetricsContext context) {
        this.context = context;
        int scale = context.amountScale();
        actions = new ActionTable(scale);
        ranks = context.temporary() == null ? null : new RankStore(context.temporary());
        daily = new DailyRanking(context.topK().stream().mapToInt(k -> k).toArray());
        rules = new RuleTable(bundle.rules(), scale);
        drift = new DriftTable(bundle.features().features().size());
        sweep = new SweepTable(bundle.rules(), bundle.bands());
        levels = new LevelBootstrap(context.replicates(), context.seed());
        context.kinds().forEach(kind -> segments.put(kind, new SegmentTable(scale)));
    }

    /**
     * Adds a decided transaction.
     *
     * @param rank what it is ranked by
     * @param fired rules that fired
     * @param shadowFired rules without effect that fired
     * @param features their values
     * @throws IOException when the disk has no room for ranks
     */
    public void add(
            Observation seen,
            Action action,
            int score,
            double rank,
            BitVector fired,
            BitVector shadowFired,
            double[] features)
            throws IOException {
        Outcome outcome = seen.outcome;
        long amount = seen.amountMinor;
        actions.add(action, outcome, amount);
        scores.add(score, outcome, amount);
        if (ranks != null) {
            ranks.add(rank, outcome, amount);
        }
        if (outcome != Outcome.UNKNOWN) {
            boolean fraud = outcome == Outcome.FRAUD;
            daily.add(seen.eventTimeNs, rank, fraud, seen.cardHigh, seen.cardLow);
        }
        rules.add(fired, shadowFired, outcome, amount);
        sweep.add(fired, action, score, outcome, amount);
        drift.add(seen.eventTimeNs, features);
        levels.add(action, outcome, amount);
        day(seen.eventTimeNs).add(action, outcome, amount);
        segments.forEach((kind, table) -> addTo(kind, table, seen, action, score));
    }

    /** Computes what needs all of them. */
    public void finish() throws IOException {
        daily.finish();
        Ranking ranking = ranks == null ? scores : ranks;
        CurveBuilder builder = new CurveBuilder(ranking.total());
        ranking.descending(builder);
        curve = builder.build();
        CurveBootstrap bootstrap = null;
        if (context.replicates() > 0) {
            bootstrap = new CurveBootstrap(context.replicates(), context.seed());
            ranking.descending(bootstrap);
        }
        sheet = new MetricSheet(this, bootstrap, levels);
    }

    /**
     * Puts everything that was added into a checkpoint; before {@link #finish}.
     *
     * @throws IOException when ranks cannot be forced to the disk
     */
    public void save(StateSink sink) throws IOException {
        actions.save(sink);
        scores.save(sink);
        if (ranks != null) {
            ranks.save(sink);
        }
        daily.save(sink);
        rules.save(sink);
        drift.save(sink);
        sweep.save(sink);
        levels.save(sink);
        sink.putLong(days.size());
        days.forEach(
                (day, table) -> {
                    sink.putLong(day);
                    table.save(sink);
                });
        segments.forEach((kind, table) -> table.save(sink));
    }

    /**
     * Takes what {@link #save} put; before anything is added.
     *
     * @throws IOException when the file of ranks is not what it was
     */
    public void load(StateSource source) throws IOException {
        actions.load(source);
        scores.load(source);
        if (ranks != null) {
            ranks.load(source);
        }
        daily.load(source);
        rules.load(source);
        drift.load(source);
        sweep.load(source);
        levels.load(source);
        long count = source.getLong();
        for (long i = 0; i < count; i++) {
            long day = source.getLong();
            ActionTable table = new ActionTable(context.amountScale());
            table.load(source);
            days.put(day, table);
        }
        segments.forEach((kind, table) -> table.load(kind, source));
    }

    /** Sees to it that temporary files stay when this is closed, to go on with. */
    public void keepFiles() {
        if (ranks != null) {
            ranks.keepFile();
        }
    }

    @Override
    public void close() throws IOException {
        if (ranks != null) {
            ranks.close();
        }
    }

    MetricsContext context() {
        return context;
    }

    public ActionTable actions() {
        return actions;
    }

    /** What was decided, by score. */
    public ScoreCells scores() {
        return scores;
    }

    /** Figures of each day. */
    public DailyRanking daily() {
        return daily;
    }

    public RuleTable rules() {
        return rules;
    }

    /** What other thresholds would have done. */
    public SweepTable sweep() {
        return sweep;
    }

    /** How features moved. */
    public List<DriftTable.Drift> drifts() {
        return drift.drifts();
    }

    /** Actions of each day (days since 1970), in order. */
    public Map<Long, ActionTable> days() {
        return days;
    }

    /** Kinds of segments that the input knows. */
    public List<SegmentKind> segmentKinds() {
        return new ArrayList<>(segments.keySet());
    }

    /** Segments of a kind by name. */
    public Map<String, SegmentTable.Segment> segments(SegmentKind kind) {
        return segments.get(kind).byName();
    }

    /** Both curves, by rank; there after {@link #finish}. */
    public Curve curve() {
        return curve;
    }

    /** All metrics by name; there after {@link #finish}. */
    public MetricSheet sheet() {
        return sheet;
    }

    private static void addTo(
            SegmentKind kind, SegmentTable table, Observation seen, Action action, int score) {
        table.add(kind, kind.value(seen), action, score, seen.outcome, seen.amountMinor);
    }

    private ActionTable day(long timeNs) {
        long day = Math.floorDiv(timeNs, DAY_NS);
        if (day != lastDay) {
            lastDay = day;
            lastDayActions =
                    days.computeIfAbsent(day, key -> new ActionTable(context.amountScale()));
        }
        return lastDayActions;
    }
}
