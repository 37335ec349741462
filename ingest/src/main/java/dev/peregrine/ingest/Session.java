package dev.peregrine.ingest;

import io.aeron.Publication;
import java.util.BitSet;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * An open session. The ingress thread opens and closes it and notes when it was last heard; both
 * the ingress and the publish thread send on its publication, which is safe for that.
 */
final class Session {
    /** What keeps answers from leaving. */
    enum Fault {
        NONE,
        /** The client does not drain its answers. */
        SLOW,
        /** The client is gone. */
        LOST
    }

    private static final DirectBuffer NOTHING = new UnsafeBuffer(new byte[0]);

    private final long id;
    private final int ingressSessionId;
    private final Principal principal;
    private final BitSet tenants = new BitSet();
    private final Publication publication;
    private final int offerAttempts;
    private final EgressPatience patience;
    private long lastHeardNs;
    private volatile Fault fault = Fault.NONE;

    Session(
            long id,
            int ingressSessionId,
            Principal principal,
            Publication publication,
            int offerAttempts,
            EgressPatience patience,
            long nowNs) {
        this.id = id;
        this.ingressSessionId = ingressSessionId;
        this.principal = principal;
        this.publication = publication;
        this.offerAttempts = offerAttempts;
        this.patience = patience;
        this.lastHeardNs = nowNs;
        principal.tenants().forEach(tenants::set);
    }

    long id() {
        return id;
    }

    /** Aeron session on which the client sends; messages from elsewhere are not its. */
    int ingressSessionId() {
        return ingressSessionId;
    }

    Principal principal() {
        return principal;
    }

    boolean maySpeakFor(int tenantId) {
        return tenants.get(tenantId);
    }

    void heard(long nowNs) {
        lastHeardNs = nowNs;
    }

    long lastHeardNs() {
        return lastHeardNs;
    }

    Fault fault() {
        return fault;
    }

    /**
     * Sends an answer. Waits for room no longer than the session's patience; then the session is
     * marked, for the ingress thread to end it.
     *
     * @return false when it was not sent
     */
    boolean offer(DirectBuffer buffer, int length) {
        return offer(buffer, length, NOTHING, 0, 0);
    }

    /** The same for an answer in two parts. */
    boolean offer(
            DirectBuffer head, int headLength, DirectBuffer tail, int tailOffset, int tailLength) {
        for (int attempt = 1; fault == Fault.NONE; attempt++) {
            if (isSent(publication.offer(head, 0, headLength, tail, tailOffset, tailLength))) {
                return true;
            }
            if (attempt < offerAttempts) {
                Thread.onSpinWait();
            } else if (fault == Fault.NONE && !patience.pause()) {
                fault = Fault.SLOW;
            }
        }
        return false;
    }

    private boolean isSent(long result) {
        if (result == Publication.NOT_CONNECTED
                || result == Publication.CLOSED
                || result == Publication.MAX_POSITION_EXCEEDED) {
            fault = Fault.LOST;
        }
        return result > 0;
    }

    /** Sends a last message, once, whatever state the session is in. */
    void offerLast(DirectBuffer buffer, int length) {
        publication.offer(buffer, 0, length);
    }

    void close() {
        fault = Fault.LOST;
        publication.close();
    }
}
