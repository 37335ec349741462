package dev.peregrine.client;

import dev.peregrine.protocol.codec.AttributeDictionaryRequestEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.SessionCloseEncoder;
import dev.peregrine.protocol.codec.SessionConnectEncoder;
import dev.peregrine.protocol.codec.SessionHeaderEncoder;
import dev.peregrine.protocol.codec.SessionKeepAliveEncoder;
import io.aeron.ExclusivePublication;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes what a client sends. One thread. */
final class IngressPublisher {
    private static final int CORRELATION_ID_OFFSET =
            MessageHeaderEncoder.ENCODED_LENGTH
                    + SessionHeaderEncoder.correlationIdEncodingOffset();
    private static final int EVENT_PREFIX_LENGTH =
            MessageHeaderEncoder.ENCODED_LENGTH + SessionHeaderEncoder.BLOCK_LENGTH;

    private final ExclusivePublication publication;
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final UnsafeBuffer eventPrefix = new UnsafeBuffer(new byte[EVENT_PREFIX_LENGTH]);
    private final UnsafeBuffer keepAlive =
            new UnsafeBuffer(
                    new byte
                            [MessageHeaderEncoder.ENCODED_LENGTH
                                    + SessionKeepAliveEncoder.BLOCK_LENGTH]);
    private final UnsafeBuffer scratch = new UnsafeBuffer(new byte[4096]);
    private long sessionId;

    IngressPublisher(ExclusivePublication publication) {
        this.publication = publication;
    }

    void sessionId(long newSessionId) {
        sessionId = newSessionId;
        new SessionHeaderEncoder()
                .wrapAndApplyHeader(eventPrefix, 0, header)
                .sessionId(newSessionId)
                .correlationId(0);
        new SessionKeepAliveEncoder()
                .wrapAndApplyHeader(keepAlive, 0, header)
                .sessionId(newSessionId);
    }

    boolean isConnected() {
        return publication.isConnected();
    }

    long connect(
            long correlationId, String responseChannel, int responseStreamId, ClientContext ctx) {
        SessionConnectEncoder connect =
                new SessionConnectEncoder()
                        .wrapAndApplyHeader(scratch, 0, header)
                        .correlationId(correlationId)
                        .responseStreamId(responseStreamId)
                        .responseChannel(responseChannel)
                        .clientName(ctx.clientName())
                        .putCredential(ctx.credential(), 0, ctx.credential().length);
        return publication.offer(
                scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + connect.encodedLength());
    }

    long event(long correlationId, DirectBuffer event, int offset, int length) {
        eventPrefix.putLong(CORRELATION_ID_OFFSET, correlationId, ByteOrder.LITTLE_ENDIAN);
        return publication.offer(eventPrefix, 0, EVENT_PREFIX_LENGTH, event, offset, length);
    }

    long keepAlive() {
        return publication.offer(keepAlive, 0, keepAlive.capacity());
    }

    long attributeDictionaryRequest(long correlationId, int tenantId) {
        AttributeDictionaryRequestEncoder request =
                new AttributeDictionaryRequestEncoder()
                        .wrapAndApplyHeader(scratch, 0, header)
                        .sessionId(sessionId)
                        .correlationId(correlationId)
                        .tenantId(tenantId);
        return publication.offer(
                scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + request.encodedLength());
    }

    long sessionClose() {
        SessionCloseEncoder close =
                new SessionCloseEncoder()
                        .wrapAndApplyHeader(scratch, 0, header)
                        .sessionId(sessionId);
        return publication.offer(
                scratch, 0, MessageHeaderEncoder.ENCODED_LENGTH + close.encodedLength());
    }

    void close() {
        publication.close();
    }
}
