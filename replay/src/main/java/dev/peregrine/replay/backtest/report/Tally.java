package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.csv.RowException;
import java.util.ArrayList;
import java.util.List;

/** Counts of a backtest's rows. Bounded, whatever the length of the input. One thread. */
public final class Tally {
    /** How many bad rows are listed one by one. */
    public static final int MAX_LISTED = 100;

    private final List<RowException> listed = new ArrayList<>();
    private long decided;
    private long warmUp;
    private long leftOut;
    private long after;
    private long skipped;
    private long events;
    private long eventsRefused;
    private long firstTimeNs = Long.MAX_VALUE;
    private long lastTimeNs = Long.MIN_VALUE;

    /** Counts a row that was decided and measured. */
    public void decided(long eventTimeNs) {
        decided++;
        firstTimeNs = Math.min(firstTimeNs, eventTimeNs);
        lastTimeNs = Math.max(lastTimeNs, eventTimeNs);
    }

    /** Counts a row that was decided before the evaluation window. */
    public void warmUp() {
        warmUp++;
    }

    /** Counts a row that was decided, but not measured: a fraud of its card was known. */
    public void leftOut() {
        leftOut++;
    }

    /** Counts a row behind the evaluation window, which no engine saw. */
    public void after() {
        after++;
    }

    /** Counts an event of a journal that is not measured. */
    public void event(boolean taken) {
        events++;
        eventsRefused += taken ? 0 : 1;
    }

    /** Events of a journal that are not measured: labels, reversals, lists and the like. */
    public long events() {
        return events;
    }

    /** Those of them that the engine refused, and authorisations that it refused. */
    public long eventsRefused() {
        return eventsRefused;
    }

    /** Counts a bad row. */
    public void skipped(RowException problem) {
        skipped++;
        if (listed.size() < MAX_LISTED) {
            listed.add(problem);
        }
    }

    /** The first bad rows, at most {@link #MAX_LISTED}. */
    public List<RowException> listed() {
        return List.copyOf(listed);
    }

    /** Rows that were decided and measured. */
    public long decided() {
        return decided;
    }

    /** Rows decided before the evaluation window. */
    public long warmUpRows() {
        return warmUp;
    }

    /** Rows decided, but not measured, as a fraud of their card was known. */
    public long leftOutRows() {
        return leftOut;
    }

    /** Rows behind the evaluation window. */
    public long afterRows() {
        return after;
    }

    /** Bad rows. */
    public long skipped() {
        return skipped;
    }

    /** Rows, bad ones and a journal's other events included. */
    public long rows() {
        return decided + warmUp + leftOut + after + skipped + events;
    }

    /** Earliest event time of those measured; meaningless when nothing was. */
    public long firstTimeNs() {
        return firstTimeNs;
    }

    /** Latest event time of those measured; meaningless when nothing was. */
    public long lastTimeNs() {
        return lastTimeNs;
    }
}
