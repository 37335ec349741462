package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.LongUnaryOperator;

/**
 * Looks at the end of a stopped recording. After a death the last block may be torn: the archive
 * mends only its frames, not our records. Damage is a torn tail when the recording was not stopped
 * in order and the damage lies in what was not safe: in the one block that was being written, or,
 * where the machine went down, behind what was forced last. Anything else is corruption, and is
 * refused.
 */
final class TailRepair {
    private final String logName;
    private final Path archiveDirectory;
    private final LongUnaryOperator safePosition;

    /**
     * Prepares a repair.
     *
     * @param safePosition by the log's end: damage before it is not what a death leaves
     */
    TailRepair(String logName, Path archiveDirectory, LongUnaryOperator safePosition) {
        this.logName = logName;
        this.archiveDirectory = archiveDirectory;
        this.safePosition = safePosition;
    }

    /**
     * Cuts off what is torn.
     *
     * @param unclean whether the recording's last owner died
     * @throws LogException when the damage is not a torn tail
     */
    Optional<TornTail> repair(AeronArchive archive, Recording recording, boolean unclean) {
        long residue = unclean ? Residue.find(archiveDirectory, recording) : 0;
        long end = recording.stopPosition() + residue;
        Optional<TornTail> torn = firstFault(recording, end, unclean);
        if (torn.isEmpty() && residue > 0) {
            torn =
                    Optional.of(
                            torn(recording.stopPosition(), end, unclean, "records behind a hole"));
        }
        if (residue > 0) {
            Residue.erase(archiveDirectory, recording, residue);
        }
        torn.filter(tail -> tail.position() < recording.stopPosition())
                .ifPresent(tail -> cut(archive, recording, tail.position()));
        return torn;
    }

    private void cut(AeronArchive archive, Recording recording, long position) {
        FrameHeader.restore(archiveDirectory, recording, position);
        archive.truncateRecording(recording.id(), position);
    }

    private Optional<TornTail> firstFault(Recording recording, long end, boolean unclean) {
        RecordCheck check = new RecordCheck(logName, LogOrder.ASCENDING);
        try (SegmentCursor cursor = new SegmentCursor(archiveDirectory, recording)) {
            cursor.seek(firstTermToScan(recording), recording.stopPosition());
            while (true) {
                long start = cursor.position();
                SegmentCursor.Step step = cursor.next();
                if (step == SegmentCursor.Step.END) {
                    return Optional.empty();
                }
                String fault = fault(step, cursor, check);
                if (fault != null) {
                    return Optional.of(torn(start, end, unclean, fault));
                }
            }
        }
    }

    private static String fault(SegmentCursor.Step step, SegmentCursor cursor, RecordCheck check) {
        if (step == SegmentCursor.Step.BROKEN) {
            return "a record is incomplete";
        }
        LogException fault =
                check.check(cursor.buffer(), cursor.offset(), cursor.length(), cursor.position());
        return fault == null ? null : fault.getMessage();
    }

    private TornTail torn(long start, long end, boolean unclean, String fault) {
        if (!unclean || start < safePosition.applyAsLong(end)) {
            throw new LogException(
                    logName
                            + ": damaged at position "
                            + start
                            + ", "
                            + (end - start)
                            + " bytes before its end at "
                            + end
                            + (unclean ? "" : " although it was closed in order")
                            + ": "
                            + fault);
        }
        return new TornTail(start, end - start, fault);
    }

    private long firstTermToScan(Recording recording) {
        long from =
                Math.max(
                        recording.startPosition(),
                        safePosition.applyAsLong(recording.stopPosition()));
        return Math.max(recording.startPosition(), from - (from & (recording.termLength() - 1)));
    }
}
