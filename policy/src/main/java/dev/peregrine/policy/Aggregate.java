package dev.peregrine.policy;

import java.util.Locale;

/**
 * How a feature's value comes about. The external name is the constant's in lower case.
 *
 * <p>"Values" are the numbers of the feature's {@link ValueField}, the amount by default; events
 * without one are left out. "Parts" are the values of its {@code of:}; events without one are left
 * out, of shares too. Of the window's events those count for which {@code where:} holds: the window
 * comes first, so that {@code last: 10} with {@code where: outcome.declined} are the declined ones
 * of the last 10. A wholly reversed event is in no window; of one that is reversed in part the rest
 * of the amount counts.
 *
 * <p>An empty window gives 0 for counts, sums and shares, true for {@link #FIRST_TIME} and {@link
 * #IS_TOP}, and a missing value otherwise. A value that compares this event is missing where the
 * event itself lacks what is compared.
 */
public enum Aggregate {
    /** Events in the window. Integer. */
    COUNT(FeatureType.INTEGER, Span.WINDOW, Argument.NONE),
    /** Sum of the values. Integer; double in major units. */
    SUM(FeatureType.INTEGER, Span.WINDOW, Argument.VALUE),
    /** Mean of the values. Double. */
    MEAN(FeatureType.DOUBLE, Span.WINDOW, Argument.VALUE),
    /** Standard deviation of the values as of a whole population (divided by n). Double. */
    STDDEV(FeatureType.DOUBLE, Span.WINDOW, Argument.VALUE),
    /** Least of the values. Integer; double in major units. */
    MIN(FeatureType.INTEGER, Span.WINDOW, Argument.VALUE),
    /** Greatest of the values. Integer; double in major units. */
    MAX(FeatureType.INTEGER, Span.WINDOW, Argument.VALUE),
    /** Value of the window's first event. Integer; double in major units. */
    FIRST(FeatureType.INTEGER, Span.WINDOW, Argument.VALUE),
    /** Value of the last event before this one in the window. Integer; double in major units. */
    LAST(FeatureType.INTEGER, Span.WINDOW, Argument.VALUE),
    /** Number of different parts in the window. Integer. */
    DISTINCT(FeatureType.INTEGER, Span.WINDOW, Argument.PARTS),
    /** Share of the window's events that carry the most frequent parts. Double. */
    TOP_SHARE(FeatureType.DOUBLE, Span.WINDOW, Argument.PARTS),
    /** Share of the window's events that carry this event's parts. Double. */
    VALUE_SHARE(FeatureType.DOUBLE, Span.WINDOW, Argument.PARTS),
    /** True when no other parts are more frequent in the window than this event's. Boolean. */
    IS_TOP(FeatureType.BOOLEAN, Span.WINDOW, Argument.PARTS),
    /**
     * True when the window holds no other event of the entity up to this one; with {@code of:},
     * none with this event's parts. Boolean.
     */
    FIRST_TIME(FeatureType.BOOLEAN, Span.WINDOW, Argument.OPTIONAL_PARTS),
    /**
     * This event's value / mean of the window without this event; missing where the mean is 0.
     * Double.
     */
    RATIO(FeatureType.DOUBLE, Span.WINDOW, Argument.VALUE),
    /**
     * (This event's value - mean) / standard deviation, both of the window without this event;
     * missing where the deviation is 0. Double.
     */
    Z_SCORE(FeatureType.DOUBLE, Span.WINDOW, Argument.VALUE),
    /** Events for which {@code where:} holds / all events of the window. Double. */
    SHARE(FeatureType.DOUBLE, Span.WINDOW, Argument.CONDITION),
    /** Known frauds / events in the window. Double. */
    LABEL_RATE(FeatureType.DOUBLE, Span.WINDOW, Argument.NONE),
    /** Seconds from the window's first event to this one. Double. */
    TIME_SINCE_FIRST(FeatureType.DOUBLE, Span.WINDOW, Argument.NONE),
    /**
     * Seconds since the entity's event before this one within the window; missing where there is
     * none. Double.
     */
    TIME_SINCE_LAST(FeatureType.DOUBLE, Span.WINDOW, Argument.NONE),
    /**
     * Speed, in km/h along the great circle, from the place of the entity's last event before this
     * one that has a place; missing where the window holds none. Less than a second counts as one.
     * Double.
     */
    SPEED(FeatureType.DOUBLE, Span.WINDOW, Argument.NONE),
    /**
     * Slope of the values over time, in whole milliseconds, by least squares; in units a day;
     * missing unless there are values of two times. Double.
     */
    TREND(FeatureType.DOUBLE, Span.WINDOW, Argument.VALUE),
    /** Events, each counting half after a half-life. Double. */
    DECAYED_COUNT(FeatureType.DOUBLE, Span.DECAY, Argument.NONE),
    /** Sum of the values, each counting half after a half-life. Double. */
    DECAYED_SUM(FeatureType.DOUBLE, Span.DECAY, Argument.VALUE),
    /** A field of the transaction itself. Its own type. */
    VALUE(FeatureType.DOUBLE, Span.NONE, Argument.VALUE),
    /** True when a field of the transaction lies in [from, to]. Boolean. */
    IN_RANGE(FeatureType.BOOLEAN, Span.NONE, Argument.VALUE);

    /** What the value is taken over. */
    public enum Span {
        /** The transaction alone. */
        NONE,
        /** A window of an entity's events. */
        WINDOW,
        /** All events of an entity, fading. */
        DECAY
    }

    /** What the value is taken of. */
    public enum Argument {
        /** The events as such. */
        NONE,
        /** The number that {@code field:} names. */
        VALUE,
        /** The parts that {@code of:} names. */
        PARTS,
        /** The parts that {@code of:} names, if it is there. */
        OPTIONAL_PARTS,
        /** Whether {@code where:} holds. */
        CONDITION
    }

    private final FeatureType type;
    private final Span span;
    private final Argument argument;

    Aggregate(FeatureType type, Span span, Argument argument) {
        this.type = type;
        this.span = span;
        this.argument = argument;
    }

    /** Type of the value, unless the feature's unit or field says otherwise. */
    public FeatureType type() {
        return type;
    }

    public Span span() {
        return span;
    }

    public Argument argument() {
        return argument;
    }

    /** True when it is taken over a window of an entity's events. */
    public boolean windowed() {
        return span == Span.WINDOW;
    }

    /** True when the value has the unit of its field, so that {@code unit:} can turn it. */
    boolean hasUnit() {
        return argument == Argument.VALUE && this != RATIO && this != Z_SCORE;
    }

    /** True when the value is about the event itself, so that its window cannot be delayed. */
    boolean undelayed() {
        return this == FIRST_TIME || this == TIME_SINCE_LAST || this == SPEED;
    }

    /** Name in {@code features.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
