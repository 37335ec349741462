package dev.peregrine.replay.journal;

/** How the last owner of a data directory came to its end. */
public enum PreviousRun {
    /** It gave the directory up, or there was none. */
    ENDED,
    /** It died, and the machine went on: what it had written is there. */
    KILLED,
    /**
     * The machine went down with it: what it had written but not forced to the disk may be missing,
     * in whole pages.
     */
    MACHINE_WENT_DOWN
}
