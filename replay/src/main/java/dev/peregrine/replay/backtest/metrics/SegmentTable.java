package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Measures for each merchant category, country or channel. At most {@link #MAX_SEGMENTS} of a kind
 * are told apart; what comes first stays, the rest is counted together. One thread.
 */
public final class SegmentTable {
    /** Different values that are told apart. */
    public static final int MAX_SEGMENTS = 300;

    private static final String OTHER = "other";

    /**
     * A segment.
     *
     * @param actions what was decided and what became of it
     * @param scores the same by score
     */
    public record Segment(ActionTable actions, ScoreCells scores) {
        private void save(StateSink sink) {
            actions.save(sink);
            scores.save(sink);
        }

        private void load(StateSource source) {
            actions.load(source);
            scores.load(source);
        }
    }

    private final int amountScale;
    private final Map<Integer, Segment> segments = new HashMap<>();
    private final Map<Integer, String> names = new HashMap<>();
    private Segment other;

    /**
     * @param amountScale decimals of the amounts
     */
    public SegmentTable(int amountScale) {
        this.amountScale = amountScale;
    }

    /** Counts a transaction. */
    void add(
            SegmentKind kind,
            int value,
            Action action,
            int score,
            Outcome outcome,
            long amountMinor) {
        Segment segment = segments.get(value);
        if (segment == null) {
            if (segments.size() < MAX_SEGMENTS) {
                segment = segment();
                segments.put(value, segment);
                names.put(value, kind.nameOf(value));
            } else {
                other = other == null ? segment() : other;
                segment = other;
            }
        }
        segment.actions.add(action, outcome, amountMinor);
        segment.scores.add(score, outcome, amountMinor);
    }

    /** Segments by name. */
    public Map<String, Segment> byName() {
        Map<String, Segment> sorted = new TreeMap<>();
        segments.forEach((value, segment) -> sorted.put(names.get(value), segment));
        if (other != null) {
            sorted.put(OTHER, other);
        }
        return sorted;
    }

    void save(StateSink sink) {
        sink.putLong(segments.size());
        segments.forEach(
                (value, segment) -> {
                    sink.putLong(value);
                    segment.save(sink);
                });
        StateValues.putFlag(sink, other != null);
        if (other != null) {
            other.save(sink);
        }
    }

    void load(SegmentKind kind, StateSource source) {
        int size = StateValues.getInt(source);
        for (int i = 0; i < size; i++) {
            int value = StateValues.getInt(source);
            Segment segment = segment();
            segment.load(source);
            segments.put(value, segment);
            names.put(value, kind.nameOf(value));
        }
        if (StateValues.getFlag(source)) {
            other = segment();
            other.load(source);
        }
    }

    private Segment segment() {
        return new Segment(new ActionTable(amountScale), new ScoreCells());
    }
}
