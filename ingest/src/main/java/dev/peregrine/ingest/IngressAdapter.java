package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.AttributeDictionaryRequestDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.SessionCloseDecoder;
import dev.peregrine.protocol.codec.SessionConnectDecoder;
import dev.peregrine.protocol.codec.SessionHeaderDecoder;
import dev.peregrine.protocol.codec.SessionKeepAliveDecoder;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * Decodes what clients send. Never reads beyond a message, whatever its bytes say. The ingress
 * thread; allocates nothing for events and keep-alives.
 */
final class IngressAdapter implements FragmentHandler {
    private static final int HEADER_LENGTH = MessageHeaderDecoder.ENCODED_LENGTH;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final SessionHeaderDecoder event = new SessionHeaderDecoder();
    private final SessionKeepAliveDecoder keepAlive = new SessionKeepAliveDecoder();
    private final SessionCloseDecoder close = new SessionCloseDecoder();
    private final AttributeDictionaryRequestDecoder attributes =
            new AttributeDictionaryRequestDecoder();
    private final SessionConnectDecoder connect = new SessionConnectDecoder();
    private final SessionManager sessions;
    private final Admission admission;
    private final IngestCounters counters;

    IngressAdapter(SessionManager sessions, Admission admission, IngestCounters counters) {
        this.sessions = sessions;
        this.admission = admission;
        this.counters = counters;
    }

    @Override
    public void onFragment(DirectBuffer buffer, int offset, int length, Header aeronHeader) {
        if (length < HEADER_LENGTH) {
            counters.onMalformedFrame();
            return;
        }
        header.wrap(buffer, offset);
        if (header.schemaId() != MessageHeaderDecoder.SCHEMA_ID
                || length < HEADER_LENGTH + header.blockLength()) {
            counters.onMalformedFrame();
            return;
        }
        int from = aeronHeader.sessionId();
        switch (header.templateId()) {
            case SessionHeaderDecoder.TEMPLATE_ID -> onEvent(buffer, offset, length, from);
            case SessionKeepAliveDecoder.TEMPLATE_ID -> onKeepAlive(buffer, offset, from);
            case SessionConnectDecoder.TEMPLATE_ID -> onConnect(buffer, offset, length, from);
            case SessionCloseDecoder.TEMPLATE_ID -> onClose(buffer, offset, from);
            case AttributeDictionaryRequestDecoder.TEMPLATE_ID ->
                    onAttributeDictionaryRequest(buffer, offset, from);
            default -> counters.onMalformedFrame();
        }
    }

    private void onEvent(DirectBuffer buffer, int offset, int length, int from) {
        if (isBlockShort(SessionHeaderDecoder.BLOCK_LENGTH)) {
            return;
        }
        event.wrapAndApplyHeader(buffer, offset, header);
        Session session = sessions.heard(event.sessionId(), from);
        if (session != null) {
            int prefix = HEADER_LENGTH + header.blockLength();
            admission.onEvent(
                    session, event.correlationId(), buffer, offset + prefix, length - prefix);
        }
    }

    private void onKeepAlive(DirectBuffer buffer, int offset, int from) {
        if (isBlockShort(SessionKeepAliveDecoder.BLOCK_LENGTH)) {
            return;
        }
        keepAlive.wrapAndApplyHeader(buffer, offset, header);
        Session session = sessions.heard(keepAlive.sessionId(), from);
        if (session != null) {
            sessions.onKeepAlive(session);
        }
    }

    private void onClose(DirectBuffer buffer, int offset, int from) {
        if (isBlockShort(SessionCloseDecoder.BLOCK_LENGTH)) {
            return;
        }
        close.wrapAndApplyHeader(buffer, offset, header);
        Session session = sessions.heard(close.sessionId(), from);
        if (session != null) {
            sessions.onClose(session);
        }
    }

    private void onAttributeDictionaryRequest(DirectBuffer buffer, int offset, int from) {
        if (isBlockShort(AttributeDictionaryRequestDecoder.BLOCK_LENGTH)) {
            return;
        }
        attributes.wrapAndApplyHeader(buffer, offset, header);
        Session session = sessions.heard(attributes.sessionId(), from);
        if (session != null) {
            sessions.onAttributeDictionaryRequest(
                    session, attributes.correlationId(), attributes.tenantId());
        }
    }

    private void onConnect(DirectBuffer buffer, int offset, int length, int from) {
        if (isBlockShort(SessionConnectDecoder.BLOCK_LENGTH)) {
            return;
        }
        int end = offset + length;
        int position = offset + HEADER_LENGTH + header.blockLength();
        position = skip(buffer, position, end, Short.BYTES);
        position = skip(buffer, position, end, Short.BYTES);
        position = skip(buffer, position, end, Integer.BYTES);
        if (position < 0) {
            counters.onMalformedFrame();
            return;
        }
        connect.wrapAndApplyHeader(buffer, offset, header);
        String responseChannel = connect.responseChannel();
        connect.skipClientName();
        byte[] credential = new byte[connect.credentialLength()];
        connect.getCredential(credential, 0, credential.length);
        sessions.onConnect(
                connect.correlationId(),
                from,
                responseChannel,
                connect.responseStreamId(),
                credential);
    }

    /** Moves over a text whose length takes some bytes; -1 when it leaves the message. */
    private static int skip(DirectBuffer buffer, int position, int end, int lengthBytes) {
        if (position < 0 || end - position < lengthBytes) {
            return -1;
        }
        long length =
                lengthBytes == Short.BYTES
                        ? buffer.getShort(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF
                        : buffer.getInt(position, ByteOrder.LITTLE_ENDIAN) & 0xFFFF_FFFFL;
        int start = position + lengthBytes;
        return length > end - start ? -1 : start + (int) length;
    }

    private boolean isBlockShort(int known) {
        boolean isShort = header.blockLength() < known;
        if (isShort) {
            counters.onMalformedFrame();
        }
        return isShort;
    }
}
