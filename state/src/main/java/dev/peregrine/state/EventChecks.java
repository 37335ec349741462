package dev.peregrine.state;

/**
 * What a caller of {@link EntityStore} has made sure of. A violation is a defect: it throws before
 * anything is changed.
 */
public final class EventChecks {
    private final String name;
    private final long retentionNs;
    private final long maxAmountMinor;

    public EventChecks(EntityLayout layout) {
        name = layout.name();
        retentionNs = layout.retentionNs();
        maxAmountMinor = layout.maxAmountMinor();
    }

    /** Arguments of {@link EntityStore#add}. */
    public void add(EntityEvent event, long watermarkNs) {
        if (event.timeNs <= watermarkNs - retentionNs) {
            throw new IllegalArgumentException(
                    name + ": expired event, time " + event.timeNs + ", now " + watermarkNs);
        }
        if (event.amountMinor < 0 || event.amountMinor > maxAmountMinor) {
            throw new IllegalArgumentException(
                    name + ": amount " + event.amountMinor + " outside 0 .. " + maxAmountMinor);
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
