package dev.peregrine.ingest;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.AttributeDictionaryEncoder;
import dev.peregrine.protocol.codec.CloseReason;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.SessionClosedEncoder;
import dev.peregrine.protocol.codec.SessionKeepAliveEncoder;
import dev.peregrine.protocol.codec.SessionOpenedEncoder;
import dev.peregrine.protocol.codec.SessionRejectedEncoder;
import io.aeron.Publication;
import java.util.List;
import org.agrona.ExpandableArrayBuffer;

/** Encodes the messages about sessions. The ingress thread. */
final class SessionPublisher {
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final SessionKeepAliveEncoder keepAlive = new SessionKeepAliveEncoder();
    private final SessionClosedEncoder closed = new SessionClosedEncoder();
    private final ExpandableArrayBuffer buffer = new ExpandableArrayBuffer(4096);
    private final IngestContext ctx;

    SessionPublisher(IngestContext ctx) {
        this.ctx = ctx;
    }

    long opened(Publication publication, long correlationId, long sessionId, Principal principal) {
        List<Tenant> tenants =
                ctx.tenants().stream().filter(t -> principal.tenants().contains(t.id())).toList();
        SessionOpenedEncoder opened =
                new SessionOpenedEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .correlationId(correlationId)
                        .sessionId(sessionId)
                        .epoch(ctx.epoch())
                        .keepAliveIntervalNs(ctx.keepAliveIntervalNs())
                        .maxEventLength(ProtocolLimits.MAX_EVENT_LENGTH)
                        .durability(ctx.durability());
        SessionOpenedEncoder.TenantsEncoder group = opened.tenantsCount(tenants.size());
        for (Tenant tenant : tenants) {
            group.next().tenantId(tenant.id()).name(tenant.name());
        }
        return publication.offer(
                buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + opened.encodedLength());
    }

    long rejected(Publication publication, long correlationId, RejectCode code) {
        SessionRejectedEncoder rejected =
                new SessionRejectedEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .correlationId(correlationId)
                        .code(code)
                        .detail(RejectDetails.of(code));
        return publication.offer(
                buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + rejected.encodedLength());
    }

    void keepAlive(Session session) {
        keepAlive.wrapAndApplyHeader(buffer, 0, header).sessionId(session.id());
        session.offer(buffer, MessageHeaderEncoder.ENCODED_LENGTH + keepAlive.encodedLength());
    }

    void attributes(Session session, long correlationId, int tenantId, List<Attribute> attributes) {
        AttributeDictionaryEncoder dictionary =
                new AttributeDictionaryEncoder()
                        .wrapAndApplyHeader(buffer, 0, header)
                        .correlationId(correlationId)
                        .tenantId(tenantId);
        AttributeDictionaryEncoder.AttributesEncoder group =
                dictionary.attributesCount(attributes.size());
        for (Attribute attribute : attributes) {
            group.next()
                    .attributeId(attribute.id())
                    .attributeType(attribute.type())
                    .name(attribute.name());
        }
        session.offer(buffer, MessageHeaderEncoder.ENCODED_LENGTH + dictionary.encodedLength());
    }

    void closed(Session session, CloseReason reason) {
        closed.wrapAndApplyHeader(buffer, 0, header).sessionId(session.id()).reason(reason);
        session.offerLast(buffer, MessageHeaderEncoder.ENCODED_LENGTH + closed.encodedLength());
    }
}
