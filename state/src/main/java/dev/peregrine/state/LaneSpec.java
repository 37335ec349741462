package dev.peregrine.state;

import java.util.Locale;
import java.util.Objects;

/**
 * Something that is kept over the events of one window beyond their count, sum and frauds, or over
 * those of them that meet a condition.
 *
 * @param kind what is kept; says what {@link EntityValues#lane} gives
 * @param window index of the window in the entity's layout
 * @param condition index of the condition that an event must meet, or {@link #ALL}
 * @param column index of the event's value, or {@link #AMOUNT}; events without it do not count
 * @param maxValues of VALUES and TOP_VALUES: greatest number of distinct values that the lane
 *     counts at a time, whatever other lanes count; else 0
 */
public record LaneSpec(Kind kind, int window, int condition, int column, int maxValues) {
    /** {@link #condition}: every event. */
    public static final int ALL = -1;

    /** {@link #column}: the amount in the base currency. */
    public static final int AMOUNT = -1;

    /** Numbers that a lane gives. */
    public static final int OUTPUTS = 6;

    /** What is kept. */
    public enum Kind {
        /** 0: count; 1: frauds; 2: sum. */
        MOMENTS,
        /** As MOMENTS; 3 and 4: upper and lower half of the 128-bit sum of squares. */
        SQUARES,
        /** 0: least, 1: greatest value; {@link EntityEvent#MISSING} when there is none. */
        EXTREMES,
        /**
         * 0: value, 1: time of the first event; 2: value, 3: time of the last one before the event
         * as of which is read. {@link EntityEvent#MISSING} when there is none.
         */
        ENDS,
        /**
         * 0: distinct values; 1: events with the value of the event as of which is read; 2: events
         * with a value; 3: 1 while not all are counted, for {@code maxValues}: 0 and 1 may be too
         * low.
         */
        VALUES,
        /** As VALUES; 4: events with the most frequent value. */
        TOP_VALUES,
        /**
         * 0: bits of a double: least-squares slope of the value over time, per second; NaN when
         * there are no two events of different time, which is taken in whole milliseconds.
         */
        TREND;

        /** True for VALUES and TOP_VALUES. */
        public boolean countsValues() {
            return this == VALUES || this == TOP_VALUES;
        }
    }

    /** For people: {@code squares of column 2, condition 0}. */
    public String describe() {
        return kind.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                + " of "
                + column(column)
                + condition(condition);
    }

    /** A column for people. */
    public static String column(int column) {
        return column == AMOUNT ? "amount" : "column " + column;
    }

    /** A condition for people, behind what it qualifies; empty for {@link #ALL}. */
    public static String condition(int condition) {
        return condition == ALL ? "" : ", condition " + condition;
    }

    public LaneSpec {
        Objects.requireNonNull(kind);
        if (window < 0
                || condition < ALL
                || condition >= EntityLayout.MAX_CONDITIONS
                || column < AMOUNT
                || kind.countsValues() != maxValues > 0) {
            throw new IllegalArgumentException(
                    kind
                            + " lane: window "
                            + window
                            + ", condition "
                            + condition
                            + ", column "
                            + column
                            + ", values "
                            + maxValues);
        }
    }
}
