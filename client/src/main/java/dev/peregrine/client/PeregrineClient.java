package dev.peregrine.client;

import dev.peregrine.protocol.codec.Durability;
import io.aeron.FragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import java.util.List;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;

/**
 * One session with a node. One thread offers events, polls answers and closes; nothing blocks and
 * nothing is allocated once it is open.
 *
 * <p>{@link #poll()} has to be called more often than the node's keep-alive interval, whether
 * answers are expected or not. When the session ends the listener is told once, {@link #offer}
 * returns {@link #CLOSED}, and events without an answer may or may not have had their effect: send
 * them again, under the same event id, in a new session. {@link RetryingClient} does that.
 */
public final class PeregrineClient implements AutoCloseable {
    /** The node is not reachable at the moment. */
    public static final long NOT_CONNECTED = Publication.NOT_CONNECTED;

    /** No room on the way to the node at the moment: offer again. */
    public static final long BACK_PRESSURED = Publication.BACK_PRESSURED;

    /** The session has ended. */
    public static final long CLOSED = Publication.CLOSED;

    private static final int MISSED_KEEP_ALIVES = 3;

    private final ClientContext ctx;
    private final AutoCloseable ownedAeron;
    private final Subscription subscription;
    private final IngressPublisher publisher;
    private final ClientListener listener;
    private final EgressAdapter adapter;
    private final FragmentAssembler assembler;
    private final SessionTerms terms;
    private final long nodeTimeoutNs;
    private long lastPollNs;
    private long lastHeardNs;
    private long lastSentNs;
    private long lastKeepAliveNs;
    private SessionEnd end;
    private boolean closed;

    PeregrineClient(
            ClientContext ctx,
            AutoCloseable ownedAeron,
            Subscription subscription,
            IngressPublisher publisher,
            ClientListener listener,
            SessionTerms terms) {
        this.ctx = ctx;
        this.ownedAeron = ownedAeron;
        this.subscription = subscription;
        this.publisher = publisher;
        this.listener = listener;
        this.terms = terms;
        this.adapter = new EgressAdapter(listener, terms.sessionId());
        this.assembler = new FragmentAssembler(adapter);
        this.nodeTimeoutNs =
                Math.max(ctx.nodeTimeoutNs(), MISSED_KEEP_ALIVES * terms.keepAliveIntervalNs());
        publisher.sessionId(terms.sessionId());
        lastPollNs = System.nanoTime();
        lastHeardNs = lastPollNs;
        lastSentNs = lastHeardNs;
        lastKeepAliveNs = lastHeardNs;
    }

    /**
     * Opens a session. Blocks until it is open or {@link ClientContext#connectTimeoutNs()} has
     * passed.
     *
     * @throws ClientException naming what failed: no media driver, no node at the channel, no
     *     answer, or the node's refusal
     */
    public static PeregrineClient connect(ClientContext ctx, ClientListener listener) {
        try (AsyncConnect attempt = new AsyncConnect(ctx.conclude(), listener)) {
            while (true) {
                PeregrineClient client = attempt.poll();
                if (client != null) {
                    return client;
                }
                if (Thread.currentThread().isInterrupted()) {
                    throw new ClientException(
                            ClientException.Category.CLOSED, "interrupted while connecting");
                }
                ctx.idleStrategy().idle(0);
            }
        }
    }

    /**
     * Sends an event.
     *
     * @param correlationId chosen by the caller; repeated in the answer
     * @param event message header and message
     * @return greater than 0 when it was sent, or one of {@link #NOT_CONNECTED}, {@link
     *     #BACK_PRESSURED}, {@link #CLOSED}
     * @throws IllegalArgumentException when the event is longer than {@link
     *     SessionTerms#maxEventLength()}
     */
    public long offer(long correlationId, DirectBuffer event, int offset, int length) {
        if (end != null) {
            return CLOSED;
        }
        if (length > terms.maxEventLength()) {
            throw new IllegalArgumentException(
                    "event of " + length + " bytes; at most " + terms.maxEventLength());
        }
        return sent(publisher.event(correlationId, event, offset, length));
    }

    /**
     * Asks for a tenant's dictionary of own attributes.
     *
     * @return as {@link #offer}
     */
    public long requestAttributes(long correlationId, int tenantId) {
        return end != null
                ? CLOSED
                : sent(publisher.attributeDictionaryRequest(correlationId, tenantId));
    }

    private long sent(long result) {
        if (result > 0) {
            lastSentNs = lastPollNs;
            return result;
        }
        if (result == Publication.ADMIN_ACTION) {
            return BACK_PRESSURED;
        }
        return result == Publication.MAX_POSITION_EXCEEDED ? CLOSED : result;
    }

    /**
     * Takes answers, keeps the session alive and notices when it is lost.
     *
     * @return amount of work done; 0 when idle
     */
    public int poll() {
        if (end != null) {
            return 0;
        }
        int work = subscription.poll(assembler, ctx.fragmentLimit());
        lastPollNs = System.nanoTime();
        if (adapter.takeHeard()) {
            lastHeardNs = lastPollNs;
        }
        if (adapter.end() != null) {
            endSession(adapter.end());
        } else if (work == 0) {
            work = keepAlive(lastPollNs);
        }
        return work;
    }

    private int keepAlive(long nowNs) {
        if (nowNs - lastHeardNs > nodeTimeoutNs || !subscription.isConnected()) {
            endSession(SessionEnd.NODE_LOST);
            return 1;
        }
        long intervalNs = terms.keepAliveIntervalNs() / 2;
        boolean due = nowNs - lastSentNs >= intervalNs || nowNs - lastHeardNs >= intervalNs;
        if (due && nowNs - lastKeepAliveNs >= intervalNs && publisher.keepAlive() > 0) {
            lastKeepAliveNs = nowNs;
            lastSentNs = nowNs;
            return 1;
        }
        return 0;
    }

    private void endSession(SessionEnd reason) {
        end = reason;
        listener.onSessionClosed(reason);
    }

    /** Whether the session is open. */
    public boolean isOpen() {
        return end == null;
    }

    /** What was agreed when the session was opened. */
    public SessionTerms terms() {
        return terms;
    }

    /** For whom the session may speak. */
    public List<Tenant> tenants() {
        return terms.tenants();
    }

    /** What an answer promises of its event. */
    public Durability durability() {
        return terms.durability();
    }

    /** Ends the session, if it is open, and releases its resources. */
    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (end == null) {
            publisher.sessionClose();
            endSession(SessionEnd.CLIENT);
        }
        publisher.close();
        CloseHelper.quietClose(subscription);
        CloseHelper.quietClose(ownedAeron);
    }
}
