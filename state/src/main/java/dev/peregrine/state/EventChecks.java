package dev.peregrine.state;

/**
 * What a caller of {@link EntityStore} has made sure of. A violation is a defect: it throws before
 * anything is changed.
 */
public final class EventChecks {
    private EventChecks() {}

    /** Arguments of {@link EntityStore#add}. */
    public static void add(EntityLayout layout, long timeNs, long amountMinor, long watermarkNs) {
        if (timeNs <= watermarkNs - layout.retentionNs()) {
            throw new IllegalArgumentException(
                    layout.name() + ": expired event, time " + timeNs + ", now " + watermarkNs);
        }
        if (amountMinor < 0 || amountMinor > layout.maxAmountMinor()) {
            throw new IllegalArgumentException(
                    layout.name()
                            + ": amount "
                            + amountMinor
                            + " outside 0 .. "
                            + layout.maxAmountMinor());
        }
    }

    /** Amount of {@link EntityStore#reverse}. */
    public static void reversal(long amountMinor) {
        if (amountMinor < 0) {
            throw new IllegalArgumentException("negative reversal " + amountMinor);
        }
    }

    /** Code of {@link EntityStore#outcome}. */
    public static void outcome(int outcomeCode) {
        if (outcomeCode >>> 16 != 0) {
            throw new IllegalArgumentException("outcome code " + outcomeCode);
        }
    }
}
