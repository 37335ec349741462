package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;

/**
 * Forces a log as a whole, whatever its mode, and notes how far. A force that failed is not tried
 * again: the system may have dropped what it covered. Any thread.
 */
final class LogForce {
    private final String logName;
    private final ArchiveHost host;
    private final ForcedPosition forced;
    private final boolean follows;
    private long position;
    private boolean failed;

    /** Whether the last run may have failed to force the end, and acknowledged nothing of that. */
    private boolean endMayBeUnforced;

    /**
     * @param follows whether all that is acknowledged behind what is noted is forced as well
     */
    LogForce(String logName, ArchiveHost host, boolean follows) {
        this.logName = logName;
        this.host = host;
        this.follows = follows;
        forced = new ForcedPosition(host.dataDirectory(), logName);
    }

    /** What the last run has noted, which came to no orderly end. */
    ForcedPosition.Note noteOfTheLastRun() {
        ForcedPosition.Note note = forced.read();
        endMayBeUnforced = note.follows();
        return note;
    }

    /** Notes a position up to which the log is forced. */
    void note(long to) {
        forced.write(new ForcedPosition.Note(to, follows));
    }

    /**
     * Forces a recording.
     *
     * @param to position up to which it is written
     * @throws LogException when the disk refuses, or did before
     */
    synchronized void force(Recording recording, long to) {
        if (to <= position) {
            return;
        }
        check();
        failed = true;
        if (endMayBeUnforced) {
            TailRewrite.of(
                    host.archiveDirectory(),
                    recording,
                    recording.stopPosition() - host.blockLength() - SegmentForcer.MOST_UNFORCED);
            endMayBeUnforced = false;
        }
        try (SegmentCursor cursor = new SegmentCursor(host.archiveDirectory(), recording)) {
            long from = Math.max(position, recording.startPosition());
            for (long at = from; at < to; at += recording.segmentLength()) {
                cursor.force(at);
            }
            cursor.force(to - 1);
        }
        host.forceCatalog();
        failed = false;
        position = to;
        note(to);
    }

    /**
     * Notices a force that failed.
     *
     * @throws LogException when one has
     */
    synchronized void check() {
        if (failed) {
            throw new LogException(
                    logName + ": was not forced to the disk before, and cannot be any more");
        }
    }
}
