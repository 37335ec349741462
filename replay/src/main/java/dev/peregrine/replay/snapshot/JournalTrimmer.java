package dev.peregrine.replay.snapshot;

/** Takes away the part of the journal that no start will read again. */
@FunctionalInterface
public interface JournalTrimmer {
    /** Leaves the journal as it is. */
    JournalTrimmer NONE = position -> {};

    /** Takes away what lies before a position, as far as it goes without cutting a file. */
    void trim(long position);
}
