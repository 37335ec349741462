package dev.peregrine.replay.journal;

import dev.peregrine.protocol.codec.Durability;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.log.LogListener;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * A log as one recording of Aeron Archive, found by its stream in the archive's catalogue and
 * extended by every run.
 *
 * <p>Opening cuts off what a death left torn at the end ({@link #tornTail}) and refuses other
 * damage there. Reading may be done by any thread and blocks; it goes to the archive's files and
 * takes nothing of the archive's time.
 */
public final class ArchiveLog implements Log {
    private final ArchiveLogContext ctx;
    private final LogForce force;
    private final Optional<TornTail> tornTail;
    private boolean mayHaveLost;

    private volatile Recording recording;
    private volatile RecordingAppender appender;
    private volatile SegmentForcer forcer;
    private volatile boolean closed;

    private ArchiveLog(ArchiveLogContext ctx) {
        this.ctx = ctx;
        force = new LogForce(ctx.name(), ctx.host(), durability() == Durability.SYNCED);
        try (ArchiveSession session = ctx.host().connect()) {
            AeronArchive archive = session.archive();
            Optional<Recording> found = Recording.find(archive, ctx.name(), ctx.streamId());
            tornTail = found.flatMap(r -> repair(archive, r));
            recording =
                    found.map(r -> tornTail.map(t -> r.withStopPosition(t.position())).orElse(r))
                            .orElse(null);
        }
    }

    /**
     * Opens a log for reading.
     *
     * @throws LogException when its end is damaged in another way than a death would
     */
    public static ArchiveLog open(ArchiveLogContext context) {
        context.conclude();
        return new ArchiveLog(context);
    }

    @Override
    public String name() {
        return ctx.name();
    }

    @Override
    public Durability durability() {
        return ctx.isForced() ? ctx.host().durability() : Durability.RECORDED;
    }

    /** What was cut off when the log was opened. */
    public Optional<TornTail> tornTail() {
        return tornTail;
    }

    /**
     * Whether acknowledged records behind the end may be missing: the machine went down while the
     * last run was alive, and that did not force what it wrote.
     */
    public boolean mayHaveLost() {
        return mayHaveLost;
    }

    @Override
    public long read(long fromPosition, LogListener listener) {
        Recording current = recording;
        if (current == null) {
            return fromPosition;
        }
        long to = durablePosition();
        if (fromPosition > to) {
            throw new LogException(
                    ctx.name() + ": position " + fromPosition + " lies after the end at " + to);
        }
        try (LogReading reading = reading(current, to)) {
            return reading.read(Math.max(fromPosition, current.startPosition()), listener);
        }
    }

    @Override
    public long positionBefore(long sequence) {
        Recording current = recording;
        if (current == null) {
            return 0;
        }
        try (LogReading reading = reading(current, durablePosition())) {
            return reading.positionBefore(sequence);
        }
    }

    /**
     * A position that is not after the first record of a time, and near it. Blocks.
     *
     * @param ingressTimeNs epoch nanoseconds
     */
    public long positionBeforeTime(long ingressTimeNs) {
        Recording current = recording;
        if (current == null) {
            return 0;
        }
        try (LogReading reading = reading(current, durablePosition())) {
            return reading.positionBeforeTime(ingressTimeNs);
        }
    }

    @Override
    public long startPosition() {
        Recording current = recording;
        return current == null ? 0 : current.startPosition();
    }

    /**
     * Takes away what lies before a position, as far as it goes without cutting a segment file.
     * Nobody may be reading there. Blocks.
     *
     * @param history where the files are moved to; empty to delete them
     * @return bytes taken away
     */
    public long trim(long position, Optional<Path> history) {
        Recording current = recording;
        long start =
                AeronArchive.segmentFileBasePosition(
                        current.startPosition(),
                        position,
                        current.termLength(),
                        current.segmentLength());
        if (start <= current.startPosition()) {
            return 0;
        }
        try (ArchiveSession session = ctx.host().connect()) {
            session.archive().detachSegments(current.id(), start);
        }
        recording = current.withStartPosition(start);
        DetachedSegments.takeAway(ctx.host().archiveDirectory(), recording, ctx.name(), history);
        return start - current.startPosition();
    }

    /**
     * Puts what {@link #trim} has moved away before the beginning again, as far back as file joins
     * file. Only before {@link #startAppending}. Blocks.
     *
     * @param history where the files are; they are taken from there
     * @return bytes put back
     */
    public long restore(Path history) {
        Recording current = recording;
        if (current == null || !Files.isDirectory(history)) {
            return 0;
        }
        DetachedSegments.putBack(history, ctx.host().archiveDirectory(), current, ctx.name());
        try (ArchiveSession session = ctx.host().connect()) {
            AeronArchive archive = session.archive();
            archive.attachSegments(current.id());
            recording = current.withStartPosition(archive.getStartPosition(current.id()));
        } catch (ArchiveException e) {
            throw new LogException(
                    ctx.name() + ": its history cannot be read: " + e.getMessage(), e);
        }
        return current.startPosition() - startPosition();
    }

    /**
     * Cuts off the records behind a sequence. Only before {@link #startAppending}. Blocks.
     *
     * @return bytes cut off
     */
    public long cutBehind(long sequence) {
        Recording current = recording;
        if (appender != null || current == null) {
            return 0;
        }
        long[] end = {positionBefore(sequence)};
        read(
                end[0],
                (endPosition, epoch, next, ingressTimeNs, message, offset, length) -> {
                    if (next <= sequence) {
                        end[0] = endPosition;
                    }
                    return next < sequence;
                });
        long cut = current.stopPosition() - end[0];
        if (cut > 0) {
            try (ArchiveSession session = ctx.host().connect()) {
                session.archive().truncateRecording(current.id(), end[0]);
            }
            recording = current.withStopPosition(end[0]);
        }
        return cut;
    }

    /** A reader that follows the log while it grows. At the beginning. */
    public LogTail tail() {
        return new LogTail(this, ctx.order());
    }

    private LogReading reading(Recording current, long to) {
        return new LogReading(ctx.name(), ctx.order(), current, openCursor(), to);
    }

    @Override
    public void startAppending() {
        if (appender != null || closed) {
            throw new IllegalStateException(
                    ctx.name() + ": " + (closed ? "closed" : "already open for appending"));
        }
        Recording last = recording;
        force();
        force.note(durablePosition());
        try (ArchiveSession session = ctx.host().connect()) {
            AeronArchive archive = session.archive();
            RecordingAppender opened =
                    new RecordingAppender(
                            ctx.name(),
                            ctx.host().aeron(),
                            archive,
                            Optional.ofNullable(last),
                            ctx.streamId(),
                            ctx.termLength(),
                            ctx.mtuLength(),
                            ctx.startTimeoutNs());
            if (last == null) {
                recording =
                        Recording.find(archive, ctx.name(), ctx.streamId())
                                .orElseThrow(
                                        () ->
                                                new LogException(
                                                        ctx.name() + ": recording not listed"));
            }
            appender = opened;
        }
        if (durability() == Durability.SYNCED) {
            forcer =
                    ctx.host()
                            .newForcer(
                                    ctx.name(),
                                    recording,
                                    last == null ? recording.startPosition() : last.stopPosition(),
                                    appender::recordedPosition);
        }
    }

    @Override
    public long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        RecordingAppender current = started();
        SegmentForcer behind = forcer;
        if (behind != null) {
            behind.checkForced();
            if (behind.isFull(current.position())) {
                return BACK_PRESSURED;
            }
        }
        return current.append(epoch, sequence, ingressTimeNs, message, offset, length);
    }

    @Override
    public long durablePosition() {
        RecordingAppender current = appender;
        if (current != null) {
            long recorded = current.durablePosition();
            SegmentForcer behind = forcer;
            if (behind == null) {
                return recorded;
            }
            behind.checkForced();
            return behind.position();
        }
        Recording last = recording;
        return last == null ? 0 : last.stopPosition();
    }

    @Override
    public long lastDurablePosition() {
        SegmentForcer behind = forcer;
        return behind == null ? durablePosition() : behind.position();
    }

    @Override
    public void force() {
        Recording current = recording;
        if (current != null) {
            force.force(current, durablePosition());
        }
    }

    /** A cursor over the files of the recording, for {@link DecisionRecordReader}. */
    SegmentCursor openCursor() {
        Recording current = recording;
        if (current == null) {
            throw new IllegalStateException(ctx.name() + ": nothing recorded");
        }
        return new SegmentCursor(ctx.host().archiveDirectory(), current);
    }

    /**
     * Waits until what was appended is durable, forces it, and ends the recording. Where that fails
     * the next owner of the data directory looks at the log's end as after a death.
     */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            end(appender);
        } catch (RuntimeException e) {
            ctx.host().endAsIfKilled();
            throw e;
        }
    }

    private void end(RecordingAppender current) {
        try {
            if (current != null) {
                if (!current.isOpen()) {
                    ctx.host()
                            .endAsIfKilled(); // its client has ended: nobody knows how far it came
                }
                current.drain();
            }
        } finally {
            try {
                forceTheRest(current);
            } finally {
                CloseHelper.close(current);
            }
        }
    }

    private void forceTheRest(RecordingAppender current) {
        SegmentForcer behind = forcer;
        if (behind != null) {
            behind.close();
            force.check();
        } else if (current != null ? current.isOpen() : isToBeSettled()) {
            force();
        }
    }

    /** Not of a copy of a living node's log, which nobody has locked. */
    private boolean isToBeSettled() {
        return ctx.host().previousRun() != PreviousRun.ENDED;
    }

    private RecordingAppender started() {
        RecordingAppender current = appender;
        if (current == null) {
            throw new IllegalStateException(ctx.name() + ": not open for appending");
        }
        return current;
    }

    private Optional<TornTail> repair(AeronArchive archive, Recording found) {
        if (found.stopPosition() == AeronArchive.NULL_POSITION) {
            throw new LogException(ctx.name() + ": is being recorded by another");
        }
        Path directory = ctx.host().archiveDirectory();
        boolean unclean =
                ctx.host().previousRun() != PreviousRun.ENDED
                        || found.stopTimeMs() >= ctx.host().startTimeMs();
        boolean wentDown = ctx.host().previousRun() == PreviousRun.MACHINE_WENT_DOWN;
        ForcedPosition.Note note = unclean ? force.noteOfTheLastRun() : ForcedPosition.Note.NONE;
        mayHaveLost = wentDown && !note.follows();
        return new TailRepair(
                        ctx.name(),
                        directory,
                        end -> wentDown ? safePosition(end, note) : end - ctx.host().blockLength())
                .repair(archive, found, unclean);
    }

    /** What a loss of power cannot have torn of a log of some length. */
    private long safePosition(long end, ForcedPosition.Note note) {
        long block = end - ctx.host().blockLength();
        return note.follows()
                ? Math.max(block - SegmentForcer.MOST_UNFORCED, Math.min(note.position(), block))
                : Math.min(block, note.position());
    }
}
