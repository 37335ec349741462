package dev.peregrine.policy;

/**
 * A feature.
 *
 * @param name unique in the bundle; {@code features.NAME} in rules
 * @param aggregate how it comes about
 * @param type type in rules
 * @param entity entity type by name; null unless the aggregate is windowed
 * @param windowNs length of the window in nanoseconds; 0 unless the aggregate is windowed
 * @param delayNs how far the window is shifted back, in nanoseconds
 * @param majorUnits amounts in major units of the base currency (double) rather than in minor ones
 * @param field field of the transaction; null unless the aggregate is VALUE or IN_RANGE
 * @param from lower bound of IN_RANGE, inclusive
 * @param to upper bound of IN_RANGE, inclusive
 */
public record FeatureSpec(
        String name,
        Aggregate aggregate,
        FeatureType type,
        String entity,
        long windowNs,
        long delayNs,
        boolean majorUnits,
        NumericField field,
        double from,
        double to) {}
