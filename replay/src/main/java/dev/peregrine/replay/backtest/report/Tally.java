package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.csv.RowException;
import java.util.ArrayList;
import java.util.List;

/** What a backtest counts as it goes. Bounded, whatever the length of the input. One thread. */
public final class Tally {
    /** How many bad rows are listed one by one. */
    public static final int MAX_LISTED = 100;

    private final ActionMetrics actions;
    private final ScoreMetrics scores = new ScoreMetrics();
    private final List<RowException> listed = new ArrayList<>();
    private long decided;
    private long skipped;
    private long firstTimeNs = Long.MAX_VALUE;
    private long lastTimeNs = Long.MIN_VALUE;

    /**
     * @param amountScale decimals of the amounts
     */
    public Tally(int amountScale) {
        actions = new ActionMetrics(amountScale);
    }

    /** Counts a decision. */
    public void decided(DecisionView decision, boolean fraud, long amountMinor) {
        decided++;
        firstTimeNs = Math.min(firstTimeNs, decision.eventTimeNs());
        lastTimeNs = Math.max(lastTimeNs, decision.eventTimeNs());
        actions.add(decision.action(), fraud, amountMinor);
        scores.add(decision.score(), fraud);
    }

    /** Counts a bad row. */
    public void skipped(RowException problem) {
        skipped++;
        if (listed.size() < MAX_LISTED) {
            listed.add(problem);
        }
    }

    public ActionMetrics actions() {
        return actions;
    }

    public ScoreMetrics scores() {
        return scores;
    }

    /** The first bad rows, at most {@link #MAX_LISTED}. */
    public List<RowException> listed() {
        return List.copyOf(listed);
    }

    /** Rows that got a decision. */
    public long decided() {
        return decided;
    }

    /** Bad rows. */
    public long skipped() {
        return skipped;
    }

    /** Rows, bad ones included. */
    public long rows() {
        return decided + skipped;
    }

    /** Earliest event time; meaningless when nothing was decided. */
    public long firstTimeNs() {
        return firstTimeNs;
    }

    /** Latest event time; meaningless when nothing was decided. */
    public long lastTimeNs() {
        return lastTimeNs;
    }
}
