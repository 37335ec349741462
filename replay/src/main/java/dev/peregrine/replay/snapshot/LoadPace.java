package dev.peregrine.replay.snapshot;

/** What a load of a snapshot may take. */
enum LoadPace {
    /** The caller's thread, and two more that read ahead and do parts of the load meanwhile. */
    QUICK,
    /** The caller's thread. */
    ALONE
}
