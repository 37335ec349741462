package dev.peregrine.node.runtime;

import java.util.List;

/**
 * With what a node began.
 *
 * @param snapshotSequence last event in the snapshot that was loaded; 0 when none was
 * @param refused what was wrong with newer snapshots
 * @param losses what the end of the last run has or may have cost
 * @param loadNs time to load it
 * @param replayNs time to replay the rest of the journal
 */
public record RestoreReport(
        long snapshotSequence,
        List<String> refused,
        List<String> losses,
        long loadNs,
        long replayNs) {}
