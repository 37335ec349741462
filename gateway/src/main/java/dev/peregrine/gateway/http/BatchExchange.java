package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.Denial;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayDeque;

/**
 * One batch: records in, answers out in the same order, both as streams. Takes no more of the body
 * than a window of records that wait for their answers, and none while the caller does not read the
 * answers or the engine has no room. Lives on its event loop.
 */
final class BatchExchange {
    private static final long ROOM_CHECK_MS = 2;

    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final ConnectionGuard guard;
    private final RoutingContext routing;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final Caller caller;
    private final long timeoutNs;
    private final RecordSplitter records = new RecordSplitter(GatewayContext.MAX_BODY_LENGTH);
    private final ArrayDeque<BatchLine> waiting = new ArrayDeque<>();
    private boolean pumping;
    private boolean held;
    private boolean withinRate;
    private boolean checkPlanned;
    private long heldDeadlineNs;
    private int answers;
    private boolean awaiting;
    private boolean tooLate;
    private boolean closed;

    BatchExchange(
            EventSubmitter submitter,
            RequestGate gate,
            ConnectionGuard guard,
            RoutingContext routing) {
        this.submitter = submitter;
        this.gate = gate;
        this.guard = guard;
        this.routing = routing;
        this.request = routing.request();
        this.response = routing.response();
        this.caller = Caller.of(routing, submitter.gateway().defaultTenant());
        this.timeoutNs =
                Preconditions.deadlineNs(
                        request, submitter.defaultTimeoutNs(EventKind.DECISION, caller));
    }

    /** Begins to read. */
    void receive() {
        request.handler(this::onBody);
        request.endHandler(ignored -> onBodyEnd());
        request.exceptionHandler(ignored -> closed = true);
        routing.addEndHandler(ignored -> onEnd());
        response.drainHandler(ignored -> pump());
        awaitRecord();
    }

    /** A line was answered. */
    void onAnswered(BatchLine line) {
        if (line.holdsRoom()) {
            gate.leave();
        }
        pump();
    }

    private void onBody(Buffer part) {
        if (!closed) {
            records.append(part);
            pump();
        }
    }

    private void onBodyEnd() {
        guard.bodyArrived(request);
        records.end();
        pump();
    }

    private void onBodyLate() {
        if (closed) {
            return;
        }
        tooLate = true;
        request.handler(ignored -> {});
        request.endHandler(ignored -> {});
        records.abandon();
        BatchLine line = new BatchLine(submitter, this, records.line() + 1);
        waiting.add(line);
        line.onProblem(Problem.of(ProblemType.REQUEST_TIMEOUT, "the line did not arrive in time"));
    }

    /** The answer is complete, or the connection gone. */
    private void onEnd() {
        closed = true;
        if (tooLate) {
            request.connection().close();
        }
    }

    private void awaitRecord() {
        if (!awaiting) {
            awaiting = true;
            guard.awaitBody(request, this::onBodyLate);
        }
    }

    /** Submits what can be submitted, sends what is answered, and says whether more is to come. */
    private void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        boolean hasRoom = true;
        boolean hasRecord = true;
        flush();
        do {
            while (hasRoom && hasRecord && canTake()) {
                hasRecord = held || records.next();
                awaiting &= !hasRecord;
                hasRoom = !hasRecord || submit();
            }
        } while (flush() && hasRoom && hasRecord && canTake());
        pumping = false;
        if (closed) {
            return;
        }
        if (!hasRoom) {
            checkLater();
        }
        if (hasRecord && !records.isExhausted()) {
            request.pause();
            awaiting = false;
            guard.bodyArrived(request);
        } else if (!records.isExhausted()) {
            awaitRecord();
            request.resume();
        } else if (waiting.isEmpty() && !held) {
            finish();
        }
    }

    private boolean canTake() {
        return waiting.size() < submitter.gateway().batchWindow() && !response.writeQueueFull();
    }

    /** Submits the current record; false when there is no room for it now, and it is held. */
    private boolean submit() {
        BatchLine line = new BatchLine(submitter, this, records.line());
        if (records.isTooLong()) {
            waiting.add(line);
            line.onProblem(tooLong());
            return true;
        }
        if (gate.isClosed()) {
            waiting.add(line);
            line.onProblem(Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping"));
            held = false;
            return true;
        }
        if (!caller.principal().isValid()) {
            waiting.add(line);
            line.onProblem(Problem.of(ProblemType.UNAUTHENTICATED, Denial.REVOKED.detail()));
            held = false;
            return true;
        }
        long nowNs = System.nanoTime();
        if (!held) {
            heldDeadlineNs = nowNs + timeoutNs;
            withinRate = false;
        }
        withinRate = withinRate || caller.principal().rate().tryAcquire(nowNs) == 0;
        if (withinRate && gate.tryEnterBatch()) {
            line.holdRoom();
            waiting.add(line);
            if (send(line, true)) {
                held = false;
                return true;
            }
            waiting.removeLast();
            gate.leave();
        }
        held = nowNs - heldDeadlineNs < 0;
        if (!held) {
            BatchLine refused = new BatchLine(submitter, this, records.line());
            waiting.add(refused);
            if (!withinRate) {
                refused.onProblem(Rejections.tooFast(caller.principal().rate()));
            } else if (submitter.standsIn(caller)) {
                send(refused, false);
            } else {
                refused.onProblem(EventSubmitter.noRoom());
            }
        }
        return !held;
    }

    private boolean send(BatchLine line, boolean admitted) {
        return submitter.submit(
                new Submission(
                        EventKind.DECISION,
                        caller,
                        null,
                        records.bytes(),
                        records.offset(),
                        records.length(),
                        heldDeadlineNs,
                        admitted,
                        true),
                line);
    }

    boolean isClosed() {
        return closed;
    }

    /** Sends what is answered, in order; false when there was nothing to send. */
    private boolean flush() {
        Buffer out = null;
        while (!waiting.isEmpty() && waiting.peekFirst().answer() != null) {
            Buffer answer = waiting.pollFirst().answer();
            out =
                    (out == null ? Buffer.buffer() : out)
                            .appendBuffer(answer)
                            .appendByte((byte) '\n');
            answers++;
        }
        if (out != null) {
            begin();
            response.write(out);
        }
        return out != null;
    }

    private void begin() {
        if (!response.headWritten()) {
            response.setChunked(true)
                    .putHeader(HttpHeaders.CONTENT_TYPE, Answers.NDJSON)
                    .putHeader(HttpHeaders.CACHE_CONTROL, Answers.NO_STORE);
        }
    }

    private void finish() {
        closed = true;
        if (answers == 0) {
            Answers.problem(
                    response,
                    Problem.of(ProblemType.MALFORMED_JSON, "the body holds no line"),
                    submitter.metrics());
        } else {
            response.end();
        }
    }

    private void checkLater() {
        if (!checkPlanned) {
            checkPlanned = true;
            routing.vertx()
                    .setTimer(
                            ROOM_CHECK_MS,
                            ignored -> {
                                checkPlanned = false;
                                pump();
                            });
        }
    }

    private static Problem tooLong() {
        return Problem.of(
                ProblemType.BODY_TOO_LARGE,
                "a line must have at most " + GatewayContext.MAX_BODY_LENGTH + " bytes");
    }
}
