package dev.peregrine.latency.floor;

import io.aeron.ExclusivePublication;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Answers every request with a message of fixed length that starts with the request's first 8
 * bytes. With a journal, it first appends the request to a recorded publication, and answers when
 * the archive has written it.
 */
final class EchoAgent implements Agent {
    static final int REQUESTS = 71;
    static final int ANSWERS = 72;

    private static final int IN_FLIGHT = 1 << 16;

    private final EchoMedia media;
    private final String requestChannel;
    private final String answerChannel;
    private final boolean recorded;
    private final UnsafeBuffer answer;
    private final long[] waitingNumbers = new long[IN_FLIGHT];
    private final long[] waitingPositions = new long[IN_FLIGHT];
    private final FragmentHandler handler = this::onRequest;
    private Subscription requests;
    private ExclusivePublication answers;
    private RecordedStream journal;
    private long head;
    private long tail;

    EchoAgent(
            EchoMedia media,
            String requestChannel,
            String answerChannel,
            boolean recorded,
            int answerLength) {
        this.media = media;
        this.requestChannel = requestChannel;
        this.answerChannel = answerChannel;
        this.recorded = recorded;
        this.answer = new UnsafeBuffer(new byte[answerLength]);
    }

    @Override
    public void onStart() {
        requests = media.aeron().addSubscription(requestChannel, REQUESTS);
        answers = media.aeron().addExclusivePublication(answerChannel, ANSWERS);
        if (recorded) {
            journal = new RecordedStream(media);
        }
    }

    @Override
    public int doWork() {
        int work = 0;
        if (head - tail < IN_FLIGHT - 64) {
            work = requests.poll(handler, 32);
        }
        if (recorded && tail < head) {
            work += answerRecorded(journal.recordedPosition());
        }
        return work;
    }

    @Override
    public String roleName() {
        return "echo";
    }

    private void onRequest(DirectBuffer buffer, int offset, int length, Header header) {
        long number = buffer.getLong(offset);
        if (!recorded) {
            answer(number);
            return;
        }
        long position = journal.append(buffer, offset, length);
        int slot = (int) (head++ & (IN_FLIGHT - 1));
        waitingNumbers[slot] = number;
        waitingPositions[slot] = position;
    }

    private int answerRecorded(long recordedPosition) {
        int work = 0;
        while (tail < head) {
            int slot = (int) (tail & (IN_FLIGHT - 1));
            if (waitingPositions[slot] > recordedPosition) {
                break;
            }
            answer(waitingNumbers[slot]);
            tail++;
            work++;
        }
        return work;
    }

    private void answer(long number) {
        answer.putLong(0, number);
        long position;
        while ((position = answers.offer(answer, 0, answer.capacity())) < 0) {
            check(position);
        }
    }

    private static void check(long position) {
        if (position == Publication.CLOSED || position == Publication.MAX_POSITION_EXCEEDED) {
            throw new IllegalStateException("publication ended: " + position);
        }
        Thread.onSpinWait();
    }
}
