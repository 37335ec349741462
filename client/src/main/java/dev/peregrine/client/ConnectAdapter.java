package dev.peregrine.client;

import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.SessionOpenedDecoder;
import dev.peregrine.protocol.codec.SessionRejectedDecoder;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;

/** Decodes the answer to a SessionConnect. */
final class ConnectAdapter implements FragmentHandler {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final long correlationId;
    private SessionTerms terms;
    private String rejection;

    ConnectAdapter(long correlationId) {
        this.correlationId = correlationId;
    }

    /** Terms of the session; null before it is open. */
    SessionTerms terms() {
        return terms;
    }

    /** Code and detail of a refusal; null when there is none. */
    String rejection() {
        return rejection;
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
        if (header.templateId() == SessionOpenedDecoder.TEMPLATE_ID) {
            onOpened(new SessionOpenedDecoder().wrapAndApplyHeader(buffer, offset, header));
        } else if (header.templateId() == SessionRejectedDecoder.TEMPLATE_ID) {
            SessionRejectedDecoder rejected =
                    new SessionRejectedDecoder().wrapAndApplyHeader(buffer, offset, header);
            if (rejected.correlationId() == correlationId) {
                rejection = rejected.code() + ": " + rejected.detail();
            }
        }
    }

    private void onOpened(SessionOpenedDecoder opened) {
        if (opened.correlationId() != correlationId) {
            return;
        }
        List<Tenant> tenants = new ArrayList<>();
        for (SessionOpenedDecoder.TenantsDecoder tenant : opened.tenants()) {
            tenants.add(new Tenant(tenant.tenantId(), tenant.name()));
        }
        terms =
                new SessionTerms(
                        opened.sessionId(),
                        opened.epoch(),
                        opened.keepAliveIntervalNs(),
                        opened.maxEventLength(),
                        opened.durability(),
                        List.copyOf(tenants));
    }
}
