package dev.peregrine.gateway.http;

import dev.peregrine.gateway.format.FormatAnswer;
import dev.peregrine.gateway.format.FormatEvent;
import dev.peregrine.gateway.format.FormatException;
import dev.peregrine.gateway.format.FormatRequest;
import dev.peregrine.gateway.format.FormatResult;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.RateLimiter;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;

/**
 * One message: makes its requests in their order, a window of them at once, by the way that single
 * requests take, and answers when all of them are answered. Lives on its event loop.
 */
final class FormatExchange {
    private static final long ROOM_CHECK_MS = 2;
    private static final int FORBIDDEN = 403;

    private final FormatHandler handler;
    private final RoutingContext routing;
    private final FormatTurn turn;
    private final EventSubmitter submitter;
    private FormatRequest request;
    private List<FormatEvent> events = List.of();
    private FormatResult[] results = {};
    private int next;
    private int waiting;
    private int answered;
    private boolean pumping;
    private boolean withinRate;
    private boolean checkPlanned;
    private boolean closed;

    FormatExchange(FormatHandler handler, RoutingContext routing, FormatTurn turn) {
        this.handler = handler;
        this.routing = routing;
        this.turn = turn;
        this.submitter = handler.submitter();
    }

    EventSubmitter submitter() {
        return submitter;
    }

    boolean isClosed() {
        return closed;
    }

    /** The message was read. */
    void begin(FormatHandler.Reading reading) {
        routing.addEndHandler(ignored -> closed = true);
        if (reading.refusal() != null) {
            refuse(reading.refusal());
            return;
        }
        RateLimiter rate = turn.caller().principal().rate();
        if (handler.isSigned() && rate.tryAcquire(System.nanoTime()) > 0) {
            handler.refuse(routing, Rejections.tooFast(rate));
            return;
        }
        request = reading.request();
        events = request.events();
        results = new FormatResult[events.size()];
        pump();
    }

    /** A request was answered. */
    void onAnswered(int index, FormatResult result, boolean heldRoom) {
        if (heldRoom) {
            handler.gate().leave();
        }
        waiting--;
        settle(index, result);
        pump();
    }

    private void settle(int index, FormatResult result) {
        results[index] = result;
        answered++;
        if (result.isGiven() && !result.action().isEmpty()) {
            submitter.metrics().onDecision(result.action());
        } else {
            submitter.metrics().onAnswer(result.isGiven() ? 200 : result.problem().type().status());
        }
    }

    private void pump() {
        if (pumping || closed) {
            return;
        }
        pumping = true;
        boolean hasRoom = true;
        while (hasRoom && next < events.size() && waiting < submitter.gateway().batchWindow()) {
            hasRoom = take(next);
            next += hasRoom ? 1 : 0;
        }
        pumping = false;
        if (!hasRoom) {
            checkLater();
        } else if (answered == events.size()) {
            finish();
        }
    }

    /** Makes a request; false when there is no room for it yet. */
    private boolean take(int index) {
        FormatEvent event = events.get(index);
        if (!event.fields().faults().isEmpty()) {
            settle(index, FormatResult.of(event.fields()));
            return true;
        }
        if (index == 0) {
            submit(index, turn.admitted(), false, false);
            return true;
        }
        long nowNs = System.nanoTime();
        RateLimiter rate = turn.caller().principal().rate();
        withinRate = withinRate || rate.tryAcquire(nowNs) == 0;
        if (withinRate && handler.gate().tryEnterBatch()) {
            if (submit(index, true, true, true)) {
                withinRate = false;
                return true;
            }
            handler.gate().leave();
        }
        if (nowNs - turn.deadlineNs() < 0) {
            return false;
        }
        if (!withinRate) {
            settle(index, FormatResult.of(Rejections.tooFast(rate), event.fields()));
        } else if (handler.standsIn(turn.caller())) {
            submit(index, false, false, false);
        } else {
            settle(index, FormatResult.of(EventSubmitter.noRoom(), event.fields()));
        }
        withinRate = false;
        return true;
    }

    /** Submits a request; false when the engine has no room for it, and it may wait. */
    private boolean submit(int index, boolean admitted, boolean mayWait, boolean holdsRoom) {
        FormatEvent event = events.get(index);
        byte[] body = event.fields().toJson();
        Submission submission =
                new Submission(
                        event.kind(),
                        turn.caller(),
                        null,
                        body,
                        0,
                        body.length,
                        turn.deadlineNs(),
                        admitted,
                        mayWait);
        waiting++;
        boolean taken = submitter.submit(submission, new FormatItem(this, index, event, holdsRoom));
        waiting -= taken ? 0 : 1;
        return taken;
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

    private void refuse(FormatException refusal) {
        Problem problem = refusal.problem();
        if (problem.type() == ProblemType.UNAUTHENTICATED) {
            submitter.metrics().onDenial("signature");
        }
        if (refusal.answer().isPresent()) {
            FormatAnswer answer = refusal.answer().get();
            submitter.metrics().onAnswer(answer.status());
            handler.send(routing, answer);
        } else {
            handler.refuse(routing, problem);
        }
    }

    private void finish() {
        closed = true;
        List<FormatResult> all = Arrays.asList(results);
        if (all.isEmpty()) {
            submitter.metrics().onAnswer(200);
        }
        if (handler.decides()) {
            submitter.metrics().onDuration(System.nanoTime() - turn.startNs());
        }
        boolean failed =
                !all.isEmpty()
                        && all.stream()
                                .allMatch(
                                        result ->
                                                result.isPassing()
                                                        || (!result.isGiven()
                                                                && result.problem().type().status()
                                                                        == FORBIDDEN));
        handler.send(
                routing,
                failed && !request.tellsFailures()
                        ? FormatAnswer.problem(all.get(0).problem())
                        : request.answer(all));
    }
}
