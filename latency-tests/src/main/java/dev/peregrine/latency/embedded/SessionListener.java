package dev.peregrine.latency.embedded;

import dev.peregrine.client.ClientListener;
import dev.peregrine.client.SessionEnd;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;

/** Hands a session's answers to whoever listens at the moment. One thread. */
final class SessionListener implements ClientListener {
    private ClientListener delegate = new ClientListener() {};
    private SessionEnd end;

    void delegate(ClientListener listener) {
        delegate = listener;
    }

    /** Why the session ended; null while it is open. */
    SessionEnd end() {
        return end;
    }

    @Override
    public void onDecision(
            long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
        delegate.onDecision(correlationId, envelope, body);
    }

    @Override
    public void onAck(long correlationId, EventAckDecoder ack) {
        delegate.onAck(correlationId, ack);
    }

    @Override
    public void onRejected(long correlationId, EventRejectedDecoder rejected) {
        delegate.onRejected(correlationId, rejected);
    }

    @Override
    public void onSessionClosed(SessionEnd newEnd) {
        end = newEnd;
    }
}
