package dev.peregrine.gateway;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import org.agrona.DirectBuffer;

/**
 * The gateway's way to the engine: one session, shared by all requests. Implementations are
 * thread-safe and never block.
 */
public interface EngineClient extends AutoCloseable {
    /**
     * Sends an event. Exactly one method of the answer is called, once, on any thread, possibly
     * before this returns.
     *
     * @param event with its header; copied before this returns
     * @param offset of the event
     * @param length of the event
     * @param timeoutNs how long to try, in nanoseconds, over all retries
     * @return whether the event was taken; false when there is no room, and then nothing is called
     */
    boolean submit(DirectBuffer event, int offset, int length, long timeoutNs, Answer answer);

    /** Events that wait for their answer, about. */
    default int inFlight() {
        return 0;
    }

    /**
     * Takes what answers have come, on the calling thread. Nothing where they come by themselves.
     *
     * @return pieces of work done; 0 when there was nothing to do
     */
    default int poll() {
        return 0;
    }

    /** Whether a session is open, and for whom it may speak. */
    SessionState session();

    /** A tenant's own attributes, as far as they are known. */
    default AttributeDictionary attributes(int tenantId) {
        return AttributeDictionary.EMPTY;
    }

    @Override
    void close();

    /** Takes one event's answer. Must not block. */
    interface Answer {
        /**
         * The engine decided.
         *
         * @param envelope its fields, but not its {@code body}; valid until this returns
         * @param body as it lies behind its header; valid until this returns
         */
        void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body);

        /**
         * The event wanted no decision, and was applied.
         *
         * @param ack valid until this returns
         */
        void onAck(EventAckDecoder ack);

        /**
         * The engine refused the event, which had no effect.
         *
         * @param field name of the field at fault, as in the schema; may be empty
         * @param value its value, shortened; may be empty
         * @param detail the same for people
         */
        void onRejected(RejectCode code, String field, String value, String detail);

        /** No answer came in time. The event may have had its effect. */
        void onTimeout();
    }
}
