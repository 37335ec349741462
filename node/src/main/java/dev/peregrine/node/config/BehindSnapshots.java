package dev.peregrine.node.config;

/** What becomes of the journal that lies behind two intact snapshots. */
public enum BehindSnapshots {
    /** It stays. */
    KEEP,
    /** Its files are moved to the history. */
    MOVE,
    /** Its files are deleted. */
    DELETE
}
