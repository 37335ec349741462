package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import io.aeron.archive.client.AeronArchive;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.IdleStrategy;

/**
 * Forces a log's segment files to the disk behind the archive, which only writes them: on a thread
 * of its own, all that was written meanwhile at once. So the disk holds up neither the archive, nor
 * the other log, nor whoever does the archive's work.
 *
 * <p>A segment's first force includes its length and its name in the directory, the others only
 * what reading it back needs ({@code fsync}, {@code fdatasync}). A force that failed is not tried
 * again: the system may have dropped what it covered.
 */
final class SegmentForcer implements AutoCloseable {
    /**
     * As much as may be written and not forced: behind it nothing more is appended, so that after a
     * loss of power no more than that, and a block, may be torn.
     */
    static final int MOST_UNFORCED = 4 * 1024 * 1024;

    /** In place of a position: the log is not written any more. */
    static final long NOT_WRITTEN = -1;

    private final String logName;
    private final Path archiveDirectory;
    private final Recording recording;
    private final LongSupplier written;
    private final IdleStrategy idle;
    private final ErrorHandler failures;
    private final Thread thread;
    private FileChannel segment;
    private long segmentBase = Long.MIN_VALUE;
    private volatile long position;
    private volatile Throwable failure;
    private volatile boolean closing;

    /**
     * Starts the thread.
     *
     * @param from position that is forced already
     * @param written position up to which the archive has written, or {@link #NOT_WRITTEN}; asked
     *     on the thread
     * @param failures told of what ended the thread, on it
     */
    SegmentForcer(
            String logName,
            Path archiveDirectory,
            Recording recording,
            long from,
            LongSupplier written,
            IdleStrategy idle,
            ErrorHandler failures) {
        this.logName = logName;
        this.archiveDirectory = archiveDirectory;
        this.recording = recording;
        this.written = written;
        this.idle = idle;
        this.failures = failures;
        position = from;
        thread = new Thread(this::run, logName + "-force");
        thread.setDaemon(true);
        thread.start();
    }

    /** Everything before is on the disk. Any thread. */
    long position() {
        return position;
    }

    /**
     * Notices a force that failed. Any thread.
     *
     * @throws LogException when one has
     */
    void checkForced() {
        Throwable thrown = failure;
        if (thrown != null) {
            throw new LogException(
                    logName + ": not all was forced to the disk, only up to " + position, thrown);
        }
    }

    /** Whether as much is not forced as may be. Any thread. */
    boolean isFull(long appended) {
        return appended - position > MOST_UNFORCED;
    }

    private void run() {
        try {
            while (!closing) {
                idle.idle(forceWritten());
            }
            forceWritten();
            closeSegment();
        } catch (Throwable t) {
            failure = t;
            failures.onError(t);
        }
    }

    private int forceWritten() throws IOException {
        long to = written.getAsLong();
        if (to <= position) {
            return 0;
        }
        force(to);
        position = to;
        return 1;
    }

    private void force(long to) throws IOException {
        long base = baseOf(position);
        while (base < to) {
            boolean isNew = base != segmentBase;
            if (isNew) {
                open(base);
            }
            segment.force(isNew);
            if (isNew) {
                DirectoryForce.force(archiveDirectory);
            }
            base += recording.segmentLength();
        }
    }

    private long baseOf(long at) {
        return AeronArchive.segmentFileBasePosition(
                recording.startPosition(), at, recording.termLength(), recording.segmentLength());
    }

    private void open(long base) throws IOException {
        closeSegment();
        segment =
                FileChannel.open(
                        archiveDirectory.resolve(recording.id() + "-" + base + ".rec"),
                        StandardOpenOption.READ);
        segmentBase = base;
    }

    private void closeSegment() throws IOException {
        if (segment != null) {
            segment.close();
            segment = null;
        }
    }

    /**
     * Ends the thread, and forces the rest of what was written. Blocks.
     *
     * @throws LogException when that, or anything before it, could not be forced
     */
    @Override
    public void close() {
        closing = true;
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        checkForced();
    }
}
