package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.log.LogException;
import io.aeron.Aeron;
import io.aeron.ChannelUri;
import io.aeron.ChannelUriStringBuilder;
import io.aeron.CommonContext;
import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.archive.codecs.SourceLocation;
import io.aeron.archive.status.RecordingPos;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.status.CountersReader;

/**
 * The end of a log at which records are appended: an exclusive publication over ipc that the
 * archive records, and the counter that says how far. Its buffers take their memory at once: what
 * fills shared memory later does not strike them.
 *
 * <p>One thread appends; any thread may ask for the durable position.
 */
final class RecordingAppender implements AutoCloseable {
    private static final long POLL_NS = 50_000;

    private final String logName;
    private final Aeron aeron;
    private final ExclusivePublication publication;
    private final CountersReader counters;
    private final long recordingId;
    private final int counterId;
    private final long timeoutNs;
    private final Envelope envelope = new Envelope();
    private final UnsafeBuffer header = new UnsafeBuffer(new byte[Envelope.LENGTH]);
    private volatile boolean closed;

    RecordingAppender(
            String logName,
            Aeron aeron,
            AeronArchive archive,
            Optional<Recording> existing,
            int streamId,
            int termLength,
            int mtuLength,
            long timeoutNs) {
        this.logName = logName;
        this.aeron = aeron;
        this.counters = aeron.countersReader();
        this.timeoutNs = timeoutNs;
        ChannelUriStringBuilder channel =
                new ChannelUriStringBuilder().media(CommonContext.IPC_MEDIA).sparse(false);
        existing.ifPresentOrElse(
                r ->
                        channel.mtu(r.mtuLength())
                                .initialPosition(
                                        r.stopPosition(), r.initialTermId(), r.termLength()),
                () -> channel.mtu(mtuLength).termLength(termLength));
        publication = aeron.addExclusivePublication(channel.build(), streamId);
        try {
            String recorded =
                    ChannelUri.addSessionId(CommonContext.IPC_CHANNEL, publication.sessionId());
            if (existing.isPresent()) {
                archive.extendRecording(
                        existing.get().id(), recorded, streamId, SourceLocation.LOCAL, true);
            } else {
                archive.startRecording(recorded, streamId, SourceLocation.LOCAL, true);
            }
            long deadline = System.nanoTime() + timeoutNs;
            counterId = awaitCounter(archive, deadline);
            recordingId = RecordingPos.getRecordingId(counters, counterId);
            awaitRecordedFrom(publication.position(), deadline);
        } catch (ArchiveException e) {
            publication.close();
            throw notStarted(e);
        } catch (RuntimeException e) {
            publication.close();
            throw e;
        }
    }

    long recordingId() {
        return recordingId;
    }

    long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        if (length > publication.maxMessageLength() - Envelope.LENGTH) {
            throw new LogException(
                    logName
                            + ": record of sequence "
                            + sequence
                            + " is too long: expected at most "
                            + (publication.maxMessageLength() - Envelope.LENGTH)
                            + " bytes, found "
                            + length);
        }
        checkRecording();
        envelope.encode(header, 0, epoch, sequence, ingressTimeNs, message, offset, length);
        long result = publication.offer(header, 0, Envelope.LENGTH, message, offset, length);
        if (result > 0) {
            return result;
        }
        if (result == Publication.BACK_PRESSURED || result == Publication.ADMIN_ACTION) {
            return Log.BACK_PRESSURED;
        }
        throw new LogException(
                logName
                        + ": cannot append sequence "
                        + sequence
                        + ": "
                        + Publication.errorString(result));
    }

    /** Whether there is something to ask yet. */
    boolean isOpen() {
        return !closed && !aeron.isClosed();
    }

    /** Where the next record begins. The appending thread. */
    long position() {
        return publication.position();
    }

    /** How far the archive has written; {@link SegmentForcer#NOT_WRITTEN} when it does not. */
    long recordedPosition() {
        if (aeron.isClosed()) {
            return SegmentForcer.NOT_WRITTEN;
        }
        long position = counters.getCounterValue(counterId);
        return isRecording() ? position : SegmentForcer.NOT_WRITTEN;
    }

    long durablePosition() {
        if (closed || aeron.isClosed()) {
            throw new LogException(logName + ": closed");
        }
        long position = counters.getCounterValue(counterId);
        if (!isRecording()) {
            throw notRecording();
        }
        return position;
    }

    /** Ends the recording, after {@link #drain}. Blocks until the archive has seen that. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (aeron.isClosed()) {
            return;
        }
        publication.close();
        long deadline = System.nanoTime() + timeoutNs;
        while (isRecording() && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    /**
     * Waits for what was appended to be recorded.
     *
     * @throws LogException when not all was recorded
     */
    void drain() {
        if (aeron.isClosed()) {
            return;
        }
        long deadline = System.nanoTime() + timeoutNs;
        long target = publication.position();
        while (true) {
            long recorded = counters.getCounterValue(counterId);
            boolean recording = isRecording();
            if (recording && recorded >= target) {
                return;
            }
            if (!recording || System.nanoTime() - deadline > 0) {
                throw new LogException(
                        logName
                                + ": not all was recorded at the end: expected position "
                                + target
                                + ", found "
                                + recorded);
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private boolean isRecording() {
        return RecordingPos.isActive(counters, counterId, recordingId);
    }

    private void checkRecording() {
        if (!isRecording()) {
            throw notRecording();
        }
    }

    private LogException notRecording() {
        return new LogException(
                logName
                        + ": recording "
                        + recordingId
                        + " is no longer active: the archive stopped writing, see its error");
    }

    private LogException notStarted(ArchiveException e) {
        return new LogException(logName + ": the archive does not record: " + e.getMessage(), e);
    }

    private int awaitCounter(AeronArchive archive, long deadline) {
        while (true) {
            int id =
                    RecordingPos.findCounterIdBySession(
                            counters, publication.sessionId(), archive.archiveId());
            if (id != CountersReader.NULL_COUNTER_ID) {
                return id;
            }
            try {
                archive.checkForErrorResponse();
            } catch (ArchiveException e) {
                throw notStarted(e);
            }
            pause(deadline);
        }
    }

    private void awaitRecordedFrom(long position, long deadline) {
        while (counters.getCounterValue(counterId) < position || !publication.isConnected()) {
            pause(deadline);
        }
    }

    private void pause(long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new LogException(
                    logName
                            + ": the archive did not begin to record within "
                            + TimeUnit.NANOSECONDS.toMillis(timeoutNs)
                            + " ms");
        }
        LockSupport.parkNanos(POLL_NS);
    }
}
