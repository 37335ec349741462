package dev.peregrine.gateway.http;

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
import dev.peregrine.protocol.ProtocolLimits;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.RejectedExecutionException;
import org.agrona.concurrent.UnsafeBuffer;

/** Reads events and sends them to the engine. One for each event loop, and on it only. */
final class EventSubmitter {
    private static final Problem NO_SESSION =
            Problem.of(ProblemType.UNAVAILABLE, "the gateway has no session with the engine");
    private static final Problem DEADLINE_PASSED =
            Problem.of(ProblemType.TIMEOUT, "the deadline passed before the engine was asked");
    private static final int ANSWER_CAPACITY = 1024;

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final GatewayMetrics metrics;
    private final Context eventLoop;
    private final DecisionJson json = new DecisionJson();
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    EventSubmitter(
            GatewayContext gateway,
            EngineClient engine,
            GatewayMetrics metrics,
            Context eventLoop) {
        this.gateway = gateway;
        this.engine = engine;
        this.metrics = metrics;
        this.eventLoop = eventLoop;
    }

    /**
     * Reads an event and asks the engine.
     *
     * @param caller for which tenant
     * @param key header; null when absent
     * @param body stays as it is until the answer is there
     * @param deadlineNs by {@link System#nanoTime()}
     * @param answer told once, by a problem on this thread or by the engine's answer
     * @return false when the engine has no room: then the answer is told nothing
     */
    boolean submit(
            EventKind kind,
            Caller caller,
            String key,
            byte[] body,
            int offset,
            int length,
            long deadlineNs,
            EventAnswer answer) {
        SessionState session = engine.session();
        if (!session.isOpen()) {
            answer.onProblem(NO_SESSION);
            return true;
        }
        OptionalInt tenant = caller.tenant(session);
        if (tenant.isEmpty()) {
            answer.onProblem(caller.noTenant());
            return true;
        }
        int tenantId = tenant.getAsInt();
        RequestHead head = RequestHead.of(kind, key, tenantId, engine.attributes(tenantId));
        return submit(head, body, offset, length, deadlineNs, answer);
    }

    private boolean submit(
            RequestHead head,
            byte[] body,
            int offset,
            int length,
            long deadlineNs,
            EventAnswer answer) {
        int eventLength;
        try {
            eventLength = json.readRequest(body, offset, length, head, event);
        } catch (InvalidRequestException e) {
            answer.onProblem(e.problem());
            return true;
        }
        long leftNs = deadlineNs - System.nanoTime();
        if (leftNs <= 0) {
            answer.onProblem(DEADLINE_PASSED);
            return true;
        }
        if (eventLength == 0) {
            String eventId = json.missingOriginal();
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
                                                } else if (!submit(
                                                        head.withOriginal(found.get()),
                                                        body,
                                                        offset,
                                                        length,
                                                        deadlineNs,
                                                        answer)) {
                                                    answer.onProblem(noRoom());
                                                }
                                            }));
            return true;
        }
        return engine.submit(event, 0, eventLength, leftNs, answer);
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
