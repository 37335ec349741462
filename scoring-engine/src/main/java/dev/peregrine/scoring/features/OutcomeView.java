package dev.peregrine.scoring.features;

import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What is known of the issuer's answer to a transaction. Reused from event to event; one thread;
 * allocates nothing after construction.
 */
public final class OutcomeView {
    private final UnsafeBuffer code = new UnsafeBuffer(new byte[2]);
    private boolean known;

    /** Nothing is known. */
    public OutcomeView clear() {
        known = false;
        return this;
    }

    /** The two characters of the response code. */
    public OutcomeView set(byte first, byte second) {
        known = true;
        code.putByte(0, first);
        code.putByte(1, second);
        return this;
    }

    public boolean known() {
        return known;
    }

    /** First character of the response code, when it is known. */
    public byte first() {
        return code.getByte(0);
    }

    /** Second character of the response code, when it is known. */
    public byte second() {
        return code.getByte(1);
    }

    /** The two characters of the response code, when it is known. */
    DirectBuffer code() {
        return code;
    }
}
