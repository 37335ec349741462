package dev.peregrine.client;

import org.agrona.DirectBuffer;
import org.agrona.ExpandableArrayBuffer;

/**
 * An event on its way, from submission to answer; reused. Filled by the submitting thread, then
 * whoever's is at the client's work until it is free again.
 */
final class InFlight {
    enum State {
        FREE,
        /** To be sent as soon as there is a session with room. */
        WAITING,
        /** Sent in the present session. */
        SENT,
        /** Refused for the moment; to be sent again at {@link #retryAtNs}. */
        BACKING_OFF
    }

    private static final int INDEX_BITS = 16;
    static final int MAX_COUNT = 1 << INDEX_BITS;
    private static final int INITIAL_LENGTH = 512;

    private final int index;
    private final ExpandableArrayBuffer event = new ExpandableArrayBuffer(INITIAL_LENGTH);
    private int length;
    private long uses;

    AnswerHandler handler;
    State state = State.FREE;
    long order;
    long deadlineNs;
    long retryAtNs;
    long backoffNs;

    InFlight(int index) {
        this.index = index;
    }

    /** Which in-flight event a correlation id belongs to, or belonged to. */
    static int index(long correlationId) {
        return (int) (correlationId & (MAX_COUNT - 1));
    }

    /** Different for every use, so that a late answer to an earlier one is told apart. */
    long correlationId() {
        return (uses << INDEX_BITS) | index;
    }

    void fill(DirectBuffer source, int offset, int newLength) {
        event.putBytes(0, source, offset, newLength);
        length = newLength;
        uses++;
        backoffNs = 0;
    }

    long offerTo(PeregrineClient client) {
        return client.offer(correlationId(), event, 0, length);
    }
}
