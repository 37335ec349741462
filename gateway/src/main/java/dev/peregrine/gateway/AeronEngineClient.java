package dev.peregrine.gateway;

import dev.peregrine.client.AnswerHandler;
import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.client.SessionTerms;
import dev.peregrine.client.Tenant;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.Map;
import java.util.stream.Collectors;
import org.agrona.DirectBuffer;

/**
 * An engine that is reached over Aeron. An event whose session is lost is sent again; the refusal
 * of a node that is overloaded, recovering or draining is passed on at once, since an HTTP caller
 * is better told than kept waiting. Answers come on the client's thread, or that of whoever polls.
 */
public final class AeronEngineClient implements EngineClient {
    private static final String NOT_YET = "no session with the node yet";

    private final RetryingClient client;
    private volatile KnownTenants known = new KnownTenants(null, Map.of());

    private AeronEngineClient(RetryingClient client) {
        this.client = client;
    }

    /**
     * Begins to connect; does not wait.
     *
     * @param ctx concluded here; refusals for the moment are set to be passed on
     * @throws ClientException naming a setting out of its range
     */
    public static AeronEngineClient start(RetryingContext ctx) {
        return new AeronEngineClient(RetryingClient.start(ctx.retryWhenBusy(false)));
    }

    @Override
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
        return client.submit(event, offset, length, timeoutNs, new Handler(answer));
    }

    @Override
    public int inFlight() {
        return client.inFlight();
    }

    @Override
    public int poll() {
        return client.poll();
    }

    @Override
    public SessionState session() {
        boolean open = client.isConnected();
        Map<String, Integer> tenants = tenants();
        if (open) {
            return SessionState.open(tenants);
        }
        ClientException failure = client.lastFailure();
        return SessionState.notOpen(failure == null ? NOT_YET : failure.getMessage(), tenants);
    }

    @Override
    public AttributeDictionary attributes(int tenantId) {
        return client.attributes(tenantId);
    }

    /** Ends the session. What is unanswered times out. */
    @Override
    public void close() {
        client.close();
    }

    private Map<String, Integer> tenants() {
        SessionTerms terms = client.terms();
        KnownTenants latest = known;
        if (terms != null && !terms.equals(latest.terms)) {
            Map<String, Integer> byName =
                    terms.tenants().stream()
                            .collect(Collectors.toUnmodifiableMap(Tenant::name, Tenant::id));
            latest = new KnownTenants(terms, byName);
            known = latest;
        }
        return latest.byName;
    }

    private record KnownTenants(SessionTerms terms, Map<String, Integer> byName) {}

    private record Handler(Answer answer) implements AnswerHandler {
        @Override
        public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
            answer.onDecision(envelope, body);
        }

        @Override
        public void onAck(EventAckDecoder ack) {
            answer.onAck(ack);
        }

        @Override
        public void onRejected(EventRejectedDecoder rejected) {
            RejectCode code = rejected.code();
            String field = rejected.field();
            String value = rejected.value();
            answer.onRejected(code, field, value, rejected.detail());
        }

        @Override
        public void onTimeout() {
            answer.onTimeout();
        }
    }
}
