package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.CloseReason;
import dev.peregrine.protocol.codec.RejectCode;
import io.aeron.Aeron;
import io.aeron.Publication;
import io.aeron.exceptions.AeronException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Opens, times out and ends sessions. The ingress thread. */
final class SessionManager {
    private static final long CHECK_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Correlation id of what no request asked for. */
    private static final long UNASKED = 0;

    private final IngestContext ctx;
    private final Aeron aeron;
    private final SessionRegistry registry;
    private final SessionPublisher publisher;
    private final RejectionPublisher rejections = new RejectionPublisher();
    private final IngestCounters counters;
    private final IngestState state;
    private final List<PendingSession> pending = new ArrayList<>();
    private final Queue<Integer> changedDictionaries = new ConcurrentLinkedQueue<>();
    private final SecureRandom random = new SecureRandom();
    private final Consumer<Session> checker = this::check;
    private long nextCheckNs = System.nanoTime();
    private long nowNs = nextCheckNs;

    SessionManager(IngestContext ctx, SessionRegistry registry, IngestState state) {
        this.ctx = ctx;
        this.aeron = ctx.aeron();
        this.registry = registry;
        this.publisher = new SessionPublisher(ctx);
        this.counters = ctx.counters();
        this.state = state;
    }

    /** The session of an id, if the message came from where its client sends; null otherwise. */
    Session heard(long sessionId, int ingressSessionId) {
        Session session = registry.get(sessionId);
        if (session == null || session.ingressSessionId() != ingressSessionId) {
            counters.onUnknownSession();
            return null;
        }
        session.heard(nowNs);
        return session;
    }

    void onConnect(
            long correlationId,
            int ingressSessionId,
            String responseChannel,
            int responseStreamId,
            byte[] credential) {
        String channel =
                ResponseChannel.of(
                        responseChannel, ctx.responseTermLength(), ctx.authenticator().isOpen());
        if (channel == null || pending.size() >= ctx.maxSessions()) {
            counters.onSessionRefused();
            return;
        }
        Principal principal = ctx.authenticator().authenticate(credential);
        RejectCode refusal = refusal(principal);
        long registrationId;
        try {
            registrationId = aeron.asyncAddPublication(channel, responseStreamId);
        } catch (AeronException e) {
            counters.onSessionRefused();
            return;
        }
        pending.add(
                new PendingSession(
                        correlationId,
                        ingressSessionId,
                        principal,
                        refusal,
                        registrationId,
                        nowNs + ctx.sessionTimeoutNs(),
                        new PendingSession.Holder()));
    }

    private RejectCode refusal(Principal principal) {
        if (principal == null) {
            return RejectCode.NOT_AUTHENTICATED;
        }
        if (state.isShuttingDown()) {
            return RejectCode.SHUTTING_DOWN;
        }
        return registry.size() + pending.size() >= ctx.maxSessions() ? RejectCode.OVERLOADED : null;
    }

    void onKeepAlive(Session session) {
        publisher.keepAlive(session);
    }

    void onAttributeDictionaryRequest(Session session, long correlationId, int tenantId) {
        if (session.maySpeakFor(tenantId)) {
            publisher.attributes(
                    session, correlationId, tenantId, ctx.attributeDictionaries().of(tenantId));
        } else {
            rejections.reject(
                    session, correlationId, RejectCode.WRONG_TENANT, "tenantId", tenantId);
        }
    }

    /** Any thread. */
    void attributesChanged(int tenantId) {
        changedDictionaries.add(tenantId);
    }

    private int sendDictionary(Integer tenantId) {
        if (tenantId == null) {
            return 0;
        }
        List<Attribute> attributes = ctx.attributeDictionaries().of(tenantId);
        registry.forEach(
                session -> {
                    if (session.maySpeakFor(tenantId)) {
                        publisher.attributes(session, UNASKED, tenantId, attributes);
                    }
                });
        return 1;
    }

    void onClose(Session session) {
        end(session, CloseReason.CLIENT);
    }

    /**
     * The time of the duty cycle that begins. After a long pause of this thread nothing has been
     * heard of anyone, through no fault of theirs: all sessions count as just heard.
     */
    void now(long newNowNs) {
        long pauseNs = newNowNs - nowNs;
        nowNs = newNowNs;
        if (pauseNs > ctx.sessionTimeoutNs() / 2) {
            registry.forEach(session -> session.heard(newNowNs));
        }
    }

    /** Drives what is pending and ends what is due; cheap when called often. */
    int poll() {
        if (nowNs - nextCheckNs < 0) {
            return 0;
        }
        nextCheckNs = nowNs + CHECK_INTERVAL_NS;
        int work = pending.isEmpty() ? 0 : openPending();
        work += sendDictionary(changedDictionaries.poll());
        registry.forEach(checker);
        return work;
    }

    private int openPending() {
        int work = 0;
        for (Iterator<PendingSession> i = pending.iterator(); i.hasNext(); ) {
            PendingSession candidate = i.next();
            if (isSettled(candidate)) {
                i.remove();
                work++;
            }
        }
        return work;
    }

    private boolean isSettled(PendingSession candidate) {
        PendingSession.Holder holder = candidate.holder();
        try {
            if (holder.publication == null) {
                holder.publication = aeron.getPublication(candidate.registrationId());
            }
        } catch (AeronException e) {
            counters.onSessionRefused();
            return true;
        }
        Publication publication = holder.publication;
        if (publication != null && publication.isConnected() && answer(candidate, publication)) {
            return true;
        }
        if (nowNs - candidate.deadlineNs() <= 0) {
            return false;
        }
        counters.onSessionRefused();
        abandon(candidate);
        return true;
    }

    private boolean answer(PendingSession candidate, Publication publication) {
        if (candidate.refusal() != null) {
            if (publisher.rejected(publication, candidate.correlationId(), candidate.refusal())
                    <= 0) {
                return false;
            }
            counters.onSessionRefused();
            publication.close();
            return true;
        }
        long sessionId = newSessionId();
        Session session =
                new Session(
                        sessionId,
                        candidate.ingressSessionId(),
                        candidate.principal(),
                        publication,
                        ctx.egressAttempts(),
                        new EgressPatience(ctx.egressPatienceNs(), System::nanoTime),
                        nowNs);
        registry.add(session);
        if (publisher.opened(
                        publication, candidate.correlationId(), sessionId, candidate.principal())
                <= 0) {
            registry.remove(session);
            return false;
        }
        counters.onSessionOpened();
        return true;
    }

    private long newSessionId() {
        long id;
        do {
            id = random.nextLong() & Long.MAX_VALUE;
        } while (id == 0 || registry.get(id) != null);
        return id;
    }

    private void check(Session session) {
        if (session.fault() == Session.Fault.SLOW) {
            counters.onSlowConsumer();
            end(session, CloseReason.SLOW_CONSUMER);
        } else if (session.fault() == Session.Fault.LOST
                || nowNs - session.lastHeardNs() > ctx.sessionTimeoutNs()) {
            end(session, CloseReason.TIMEOUT);
        }
    }

    private void end(Session session, CloseReason reason) {
        registry.remove(session);
        publisher.closed(session, reason);
        session.close();
        counters.onSessionClosed();
    }

    /** Tells every client that the node stops, and ends all sessions. */
    void closeAll() {
        registry.forEach(session -> end(session, CloseReason.SHUTDOWN));
        pending.forEach(this::abandon);
        pending.clear();
    }

    private void abandon(PendingSession candidate) {
        if (candidate.holder().publication != null) {
            candidate.holder().publication.close();
        } else if (!aeron.isClosed()) {
            aeron.asyncRemovePublication(candidate.registrationId());
        }
    }
}
