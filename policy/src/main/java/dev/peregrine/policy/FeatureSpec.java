package dev.peregrine.policy;

import dev.peregrine.policy.condition.Condition;
import java.util.List;

/**
 * A feature. Made by {@link FeatureSpecBuilder}.
 *
 * @param name unique in the bundle; {@code features.NAME} in rules
 * @param aggregate how it comes about
 * @param type type in rules
 * @param entity entity type by name; null where the aggregate is of the transaction alone
 * @param window which events; null unless the aggregate is windowed
 * @param where which of these events count; null for all
 * @param of key parts whose values are told apart; empty unless the aggregate takes them
 * @param majorUnits amounts in major units of the base currency (double) rather than in minor ones
 * @param field number of each transaction; null unless the aggregate takes one
 * @param from lower bound of IN_RANGE, inclusive
 * @param to upper bound of IN_RANGE, inclusive
 * @param halfLifeNs after which an event counts half, in nanoseconds; 0 unless the aggregate decays
 * @param maxDistinct greatest number of different values that are counted at a time; what counts
 *     them may be too low while the window holds more; 0 without {@code of}
 * @param description for people; empty when not given
 */
public record FeatureSpec(
        String name,
        Aggregate aggregate,
        FeatureType type,
        String entity,
        Window window,
        Condition where,
        List<KeyPart> of,
        boolean majorUnits,
        ValueField field,
        double from,
        double to,
        long halfLifeNs,
        int maxDistinct,
        String description) {

    public FeatureSpec {
        of = List.copyOf(of);
    }

    /** Length of the window in nanoseconds; 0 without one. */
    public long windowNs() {
        return window == null ? 0 : window.lengthNs();
    }

    /** How far the window is shifted back, in nanoseconds; 0 without one. */
    public long delayNs() {
        return window == null ? 0 : window.delayNs();
    }
}
