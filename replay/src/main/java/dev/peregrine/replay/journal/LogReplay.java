package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.log.LogListener;
import io.aeron.CommonContext;
import io.aeron.ControlledFragmentAssembler;
import io.aeron.Image;
import io.aeron.Subscription;
import io.aeron.archive.client.AeronArchive;
import io.aeron.archive.client.ArchiveException;
import io.aeron.exceptions.TimeoutException;
import io.aeron.logbuffer.ControlledFragmentHandler.Action;
import io.aeron.logbuffer.Header;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * One replay of a part of a recording to a listener. Blocks its thread until the part has been
 * read, or the replay has made no progress for the given time: a hole in a recording can stall it.
 */
final class LogReplay {
    private static final int STREAM_ID = 2900;
    private static final int FRAGMENT_LIMIT = 256;

    private final AeronArchive archive;
    private final String logName;
    private final Recording recording;
    private final long toPosition;
    private final long noProgressTimeoutNs;
    private final LogListener listener;
    private final RecordCheck check;
    private final IdleStrategy idle =
            new BackoffIdleStrategy(100, 10, TimeUnit.MICROSECONDS.toNanos(1), 200_000);

    private long position;
    private boolean stopped;
    private RuntimeException failure;

    LogReplay(
            AeronArchive archive,
            String logName,
            LogOrder order,
            Recording recording,
            long fromPosition,
            long toPosition,
            long noProgressTimeoutNs,
            LogListener listener) {
        this.archive = archive;
        this.logName = logName;
        this.recording = recording;
        this.position = fromPosition;
        this.toPosition = toPosition;
        this.noProgressTimeoutNs = noProgressTimeoutNs;
        this.listener = listener;
        this.check = new RecordCheck(logName, order);
    }

    /** Position after the last record that the listener was given. */
    long run() {
        if (position > toPosition) {
            throw new LogException(
                    logName + ": position " + position + " lies after the end at " + toPosition);
        }
        if (position == toPosition) {
            return position;
        }
        try (Subscription subscription =
                archive.replay(
                        recording.id(),
                        position,
                        toPosition - position,
                        CommonContext.IPC_CHANNEL,
                        STREAM_ID)) {
            readAll(awaitImage(subscription));
        } catch (ArchiveException | TimeoutException e) {
            throw new LogException(
                    logName + ": replay from position " + position + " failed: " + e.getMessage(),
                    e);
        }
        if (failure != null) {
            throw failure;
        }
        return position;
    }

    private Image awaitImage(Subscription subscription) {
        long deadline = System.nanoTime() + noProgressTimeoutNs;
        while (subscription.hasNoImages()) {
            if (System.nanoTime() - deadline > 0) {
                throw stalled(position);
            }
            idle.idle();
        }
        return subscription.imageAtIndex(0);
    }

    private void readAll(Image image) {
        ControlledFragmentAssembler assembler = new ControlledFragmentAssembler(this::onRecord);
        long deadline = System.nanoTime() + noProgressTimeoutNs;
        while (!stopped) {
            int fragments = image.controlledPoll(assembler, FRAGMENT_LIMIT);
            if (fragments > 0) {
                deadline = System.nanoTime() + noProgressTimeoutNs;
                idle.reset();
            } else if (image.position() >= toPosition) {
                return;
            } else if (image.isClosed()) {
                failure = cutShort(image.position());
                return;
            } else if (System.nanoTime() - deadline > 0) {
                failure = stalled(image.position());
                return;
            } else {
                idle.idle();
            }
        }
    }

    private Action onRecord(DirectBuffer buffer, int offset, int length, Header header) {
        long endPosition = header.position();
        failure = check.check(buffer, offset, length, endPosition);
        if (failure == null) {
            try {
                stopped =
                        !listener.onRecord(
                                endPosition,
                                Envelope.epoch(buffer, offset),
                                Envelope.sequence(buffer, offset),
                                Envelope.ingressTimeNs(buffer, offset),
                                buffer,
                                offset + Envelope.LENGTH,
                                length - Envelope.LENGTH);
                position = endPosition;
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        stopped |= failure != null;
        return stopped ? Action.BREAK : Action.CONTINUE;
    }

    private LogException cutShort(long at) {
        return new LogException(
                logName
                        + ": replay ended at position "
                        + at
                        + ": expected records up to position "
                        + toPosition
                        + ", found none: the recording has a hole or its archive has failed");
    }

    private LogException stalled(long at) {
        return new LogException(
                logName
                        + ": replay made no progress for "
                        + TimeUnit.NANOSECONDS.toMillis(noProgressTimeoutNs)
                        + " ms at position "
                        + at
                        + ": expected records up to position "
                        + toPosition);
    }
}
