package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.replay.backtest.csv.RowException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
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

    /** Puts the counts into a checkpoint. */
    public void save(StateSink sink) {
        long[] counts = {
            decided, warmUp, leftOut, after, skipped, events, eventsRefused, firstTimeNs, lastTimeNs
        };
        StateValues.putLongs(sink, counts);
        sink.putLong(listed.size());
        for (RowException problem : listed) {
            sink.putLong(problem.line());
            sink.putLong(problem.column());
            StateValues.putText(sink, problem.getMessage());
        }
    }

    /** Takes what {@link #save} put. */
    public void load(StateSource source) {
        decided = source.getLong();
        warmUp = source.getLong();
        leftOut = source.getLong();
        after = source.getLong();
        skipped = source.getLong();
        events = source.getLong();
        eventsRefused = source.getLong();
        firstTimeNs = source.getLong();
        lastTimeNs = source.getLong();
        int size = StateValues.getInt(source);
        for (int i = 0; i < size; i++) {
            listed.add(
                    new RowException(
                            source.getLong(), source.getLong(), StateValues.getText(source)));
        }
    }
}
