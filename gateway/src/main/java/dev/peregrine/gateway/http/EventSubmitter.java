package dev.peregrine.gateway.http;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.RequestHead;
import dev.peregrine.gateway.json.StandInDecision;
import dev.peregrine.gateway.standin.StandIns;
import dev.peregrine.protocol.ProtocolLimits;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads events and sends them to the engine. One for each event loop, and on it only. */
public final class EventSubmitter {
    private static final Problem NO_SESSION =
            Problem.of(ProblemType.UNAVAILABLE, "the gateway has no session with the engine");
    private static final Problem DEADLINE_PASSED =
            Problem.of(ProblemType.TIMEOUT, "the deadline passed before the engine was asked");
    private static final int ANSWER_CAPACITY = 1024;

    /** Kept of the time until the deadline for getting a stand-in onto the disk, at most. */
    private static final long MAX_RESERVE_NS = TimeUnit.MILLISECONDS.toNanos(5);

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final StandIns standIns;
    private final GatewayMetrics metrics;
    private final Context eventLoop;
    private final DecisionJson json = new DecisionJson();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    /**
     * @param metrics of the gateway
     * @param eventLoop where answers are told
     */
    public EventSubmitter(
            GatewayContext gateway,
            EngineClient engine,
            StandIns standIns,
            GatewayMetrics metrics,
            Context eventLoop) {
        this.gateway = gateway;
        this.engine = engine;
        this.standIns = standIns;
        this.metrics = metrics;
        this.eventLoop = eventLoop;
    }

    /**
     * Reads an event and asks the engine.
     *
     * @param answer told once, by a problem or a stand-in on this thread, or by the engine's answer
     * @return false when the engine has no room, and the event may wait for it: then the answer is
     *     told nothing
     */
    public boolean submit(Submission event, EventAnswer answer) {
        SessionState session = session();
        boolean guarded = event.kind() == EventKind.DECISION && standIns.areKept();
        if (!session.isOpen() && !guarded) {
            answer.onProblem(NO_SESSION);
            return true;
        }
        OptionalInt tenant = event.caller().tenant(session);
        if (tenant.isEmpty()) {
            answer.onProblem(session.isOpen() ? event.caller().noTenant() : NO_SESSION);
            return true;
        }
        int tenantId = tenant.getAsInt();
        RequestHead head =
                RequestHead.of(event.kind(), event.key(), tenantId, attributes(tenantId, session));
        return submit(event, head, session.isOpen(), guarded, answer);
    }

    private boolean submit(
            Submission event, RequestHead head, boolean open, boolean guarded, EventAnswer answer) {
        int eventLength;
        try {
            eventLength =
                    json.readRequest(event.body(), event.offset(), event.length(), head, buffer);
        } catch (InvalidRequestException e) {
            answer.onProblem(e.problem());
            return true;
        }
        if (guarded) {
            return submitGuarded(event, head.tenantId(), eventLength, open, answer);
        }
        long leftNs = event.deadlineNs() - System.nanoTime();
        if (leftNs <= 0) {
            answer.onProblem(DEADLINE_PASSED);
            return true;
        }
        if (eventLength == 0) {
            findOriginal(event, head, json.missingOriginal(), answer);
            return true;
        }
        return submit(event, eventLength, leftNs, answer);
    }

    /** The same for a payment whose caller may get a stand-in, or has got one. */
    private boolean submitGuarded(
            Submission event, int tenantId, int eventLength, boolean open, EventAnswer caller) {
        byte[] payment = new byte[eventLength];
        buffer.getBytes(0, payment);
        GuardedAnswer answer = new GuardedAnswer(this, engine, standIns, payment, caller);
        if (answer.answerFromSpool()) {
            return true;
        }
        long leftNs = event.deadlineNs() - System.nanoTime();
        boolean defined = standIns.areDefined(tenantId);
        if (!open) {
            answer.onProblem(NO_SESSION);
        } else if (!event.admitted()) {
            answer.onProblem(noRoom());
        } else if (leftNs <= 0) {
            answer.onProblem(DEADLINE_PASSED);
        } else {
            long reserveNs = defined ? Math.min(MAX_RESERVE_NS, leftNs / 4) : 0;
            return submit(event, eventLength, leftNs - reserveNs, answer);
        }
        return true;
    }

    private boolean submit(Submission event, int eventLength, long timeoutNs, EventAnswer answer) {
        boolean taken = engine.submit(buffer, 0, eventLength, timeoutNs, answer);
        if (!taken && !event.mayWait()) {
            answer.onProblem(noRoom());
        }
        return taken || !event.mayWait();
    }

    private void findOriginal(
            Submission event, RequestHead head, String eventId, EventAnswer answer) {
        gateway.originalSource()
                .find(head.tenantId(), eventId)
                .whenComplete(
                        (found, failure) ->
                                handOver(
                                        () -> {
                                            if (failure != null) {
                                                answer.onProblem(lookUpFailed());
                                            } else if (found.isEmpty()) {
                                                answer.onProblem(unknownOriginal());
                                            } else {
                                                submit(
                                                        event,
                                                        head.withOriginal(found.get()),
                                                        true,
                                                        false,
                                                        answer);
                                            }
                                        }));
    }

    /** How long callers wait who do not say it, in nanoseconds. */
    public long defaultTimeoutNs(EventKind kind, Caller caller) {
        OptionalInt tenant = caller.tenant(session());
        return kind == EventKind.DECISION && tenant.isPresent()
                ? standIns.deadlineNs(tenant.getAsInt(), gateway.decisionTimeoutNs())
                : gateway.decisionTimeoutNs();
    }

    /** Whether a caller's payments get stand-ins. */
    public boolean standsIn(Caller caller) {
        OptionalInt tenant = caller.tenant(session());
        return tenant.isPresent() && standIns.areDefined(tenant.getAsInt());
    }

    /** The tenant's own attributes, as far as they are known; none when there is no such tenant. */
    public AttributeDictionary attributes(Caller caller) {
        SessionState session = session();
        OptionalInt tenant = caller.tenant(session);
        return tenant.isEmpty()
                ? AttributeDictionary.EMPTY
                : attributes(tenant.getAsInt(), session);
    }

    private AttributeDictionary attributes(int tenantId, SessionState session) {
        return session.isOpen() ? engine.attributes(tenantId) : standIns.attributes(tenantId);
    }

    private SessionState session() {
        return engine.session().orTenants(gateway.tenants());
    }

    /** To the event loop; in vain when the gateway has been closed, with all its connections. */
    void handOver(Runnable task) {
        try {
            eventLoop.runOnContext(ignored -> task.run());
        } catch (RejectedExecutionException e) {
            metrics.onAnswerLost();
        }
    }

    /** Writes and counts an answer. */
    Buffer write(Decision decision) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        metrics.onDecision(json.writeDecision(decision, out));
        return out.buffer();
    }

    /** Writes and counts an answer. */
    Buffer write(StandInDecision standIn, boolean replayed) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        metrics.onDecision(DecisionJson.writeStandIn(standIn, replayed, out));
        return out.buffer();
    }

    /** Writes and counts an answer. */
    Buffer write(Acknowledgement ack) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        metrics.onAnswer(200);
        DecisionJson.writeAcknowledgement(ack, out);
        return out.buffer();
    }

    GatewayContext gateway() {
        return gateway;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    static Problem noRoom() {
        return Problem.of(ProblemType.OVERLOADED, "too many events are waiting");
    }

    private static Problem lookUpFailed() {
        return Problem.of(
                ProblemType.UNAVAILABLE, "the payment cannot be looked up now; try again later");
    }

    private static Problem unknownOriginal() {
        return Problem.ofFields(
                ProblemType.ORIGINAL_UNKNOWN,
                List.of(
                        new FieldError(
                                "original",
                                "",
                                "is missing, and no payment of original_event_id is kept here;"
                                        + " give its fields")));
    }
}
