package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryDecoder;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.SessionClosedDecoder;
import dev.peregrine.protocol.codec.SessionKeepAliveDecoder;
import dev.peregrine.protocol.codec.StateHashReplyDecoder;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import org.agrona.DirectBuffer;

/**
 * Decodes what a node sends in an open session and hands it to the listener. Messages of other
 * sessions and of unknown types are skipped. Allocates nothing.
 */
final class EgressAdapter implements FragmentHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final MessageHeaderDecoder bodyHeader = new MessageHeaderDecoder();
    private final DecisionReplyDecoder reply = new DecisionReplyDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final EventAckDecoder ack = new EventAckDecoder();
    private final EventRejectedDecoder rejected = new EventRejectedDecoder();
    private final StateHashReplyDecoder hash = new StateHashReplyDecoder();
    private final AttributeDictionaryDecoder dictionary = new AttributeDictionaryDecoder();
    private final SessionKeepAliveDecoder keepAlive = new SessionKeepAliveDecoder();
    private final SessionClosedDecoder closed = new SessionClosedDecoder();
    private final ClientListener listener;
    private final long sessionId;
    private SessionEnd end;
    private boolean heard;

    EgressAdapter(ClientListener listener, long sessionId) {
        this.listener = listener;
        this.sessionId = sessionId;
    }

    /** Why the node ended the session; null while it has not. */
    SessionEnd end() {
        return end;
    }

    /** Whether anything of this session came since the last call. */
    boolean takeHeard() {
        boolean was = heard;
        heard = false;
        return was;
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header aeronHeader) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID) {
            return;
        }
        switch (header.templateId()) {
            case DecisionReplyDecoder.TEMPLATE_ID -> onDecisionReply(buffer, offset);
            case EventAckDecoder.TEMPLATE_ID -> {
                ack.wrapAndApplyHeader(buffer, offset, header);
                if (isOurs(ack.sessionId())) {
                    listener.onAck(ack.correlationId(), ack);
                }
            }
            case EventRejectedDecoder.TEMPLATE_ID -> {
                rejected.wrapAndApplyHeader(buffer, offset, header);
                if (isOurs(rejected.sessionId())) {
                    listener.onRejected(rejected.correlationId(), rejected);
                }
            }
            case StateHashReplyDecoder.TEMPLATE_ID -> {
                hash.wrapAndApplyHeader(buffer, offset, header);
                if (isOurs(hash.sessionId())) {
                    listener.onStateHash(hash.correlationId(), hash);
                }
            }
            case AttributeDictionaryDecoder.TEMPLATE_ID -> {
                dictionary.wrapAndApplyHeader(buffer, offset, header);
                listener.onAttributes(dictionary.correlationId(), dictionary);
            }
            case SessionKeepAliveDecoder.TEMPLATE_ID -> {
                keepAlive.wrapAndApplyHeader(buffer, offset, header);
                isOurs(keepAlive.sessionId());
            }
            case SessionClosedDecoder.TEMPLATE_ID -> {
                closed.wrapAndApplyHeader(buffer, offset, header);
                if (isOurs(closed.sessionId())) {
                    end = SessionEnd.of(closed.reason());
                }
            }
            default -> {}
        }
    }

    private void onDecisionReply(DirectBuffer buffer, int offset) {
        reply.wrapAndApplyHeader(buffer, offset, header);
        if (isOurs(reply.sessionId())) {
            int bodyOffset = reply.limit() + DecisionReplyDecoder.bodyHeaderLength();
            body.wrapAndApplyHeader(buffer, bodyOffset, bodyHeader);
            listener.onDecision(reply.correlationId(), reply, body);
        }
    }

    private boolean isOurs(long id) {
        boolean ours = id == sessionId;
        heard |= ours;
        return ours;
    }
}
