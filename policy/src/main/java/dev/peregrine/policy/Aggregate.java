package dev.peregrine.policy;

import java.util.Locale;

/** How a feature's value comes about. The external name is the constant's in lower case. */
public enum Aggregate {
    /** Events in the window. Integer. */
    COUNT(FeatureType.INTEGER, true),
    /**
     * Sum of the amounts in the window. Minor units (integer), or major units (double) with {@code
     * unit: major}.
     */
    SUM(FeatureType.INTEGER, true),
    /**
     * Mean of the amounts in the window, in minor or major units; missing where the window is
     * empty. Double.
     */
    MEAN(FeatureType.DOUBLE, true),
    /** Known frauds / events in the window, 0 where the window is empty. Double. */
    LABEL_RATE(FeatureType.DOUBLE, true),
    /** True when the window holds no other event of the entity up to this one. Boolean. */
    FIRST_TIME(FeatureType.BOOLEAN, true),
    /**
     * Seconds since the entity's event before this one within the window; missing where there is
     * none. Double.
     */
    TIME_SINCE_LAST(FeatureType.DOUBLE, true),
    /** A field of the transaction itself. Its own type. */
    VALUE(FeatureType.DOUBLE, false),
    /** True when a field of the transaction lies in [from, to]. Boolean. */
    IN_RANGE(FeatureType.BOOLEAN, false);

    private final FeatureType type;
    private final boolean windowed;

    Aggregate(FeatureType type, boolean windowed) {
        this.type = type;
        this.windowed = windowed;
    }

    /** Type of the value, unless the feature's unit or field says otherwise. */
    public FeatureType type() {
        return type;
    }

    /** True when it is taken over a window of an entity's events. */
    public boolean windowed() {
        return windowed;
    }

    /** Name in {@code features.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
