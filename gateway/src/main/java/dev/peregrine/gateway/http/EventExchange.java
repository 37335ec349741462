package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.Acknowledgement;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.json.StandInDecision;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** One request and its answer. Lives on its event loop. Answers once, whatever happens. */
final class EventExchange extends EventAnswer {
    /** What is read of a body that is too large before its connection is closed. */
    private static final int MAX_DISCARDED = 1024 * 1024;

    private final EventHandler handler;
    private final HttpServerRequest request;
    private final boolean admitted;
    private final Caller caller;
    private final long startNs = System.nanoTime();
    private RequestBody content = new RequestBody(GatewayContext.MAX_BODY_LENGTH);
    private int discarded;
    private boolean answered;
    private boolean closing;

    /**
     * @param admitted whether the engine may be asked; else there is only a stand-in
     */
    EventExchange(
            EventHandler handler, HttpServerRequest request, Caller caller, boolean admitted) {
        super(handler.submitter());
        this.handler = handler;
        this.request = request;
        this.caller = caller;
        this.admitted = admitted;
    }

    Caller caller() {
        return caller;
    }

    HttpServerRequest request() {
        return request;
    }

    boolean isAdmitted() {
        return admitted;
    }

    /** Receives the body, then submits it. */
    void receive() {
        request.handler(this::onBody);
        request.endHandler(ignored -> onBodyEnd());
        request.exceptionHandler(ignored -> onConnectionLost());
        handler.guard().awaitBody(request, this::onBodyLate);
        String declared = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (declared != null && isTooLong(declared)) {
            refuseBody();
        }
    }

    @Override
    protected void onDecided(Decision decision) {
        if (claim()) {
            send(handler.submitter().write(decision));
        }
    }

    @Override
    protected void onAcknowledged(Acknowledgement ack) {
        if (claim()) {
            send(handler.submitter().write(ack));
        }
    }

    @Override
    protected void onStandIn(StandInDecision standIn, boolean replayed) {
        if (claim()) {
            send(handler.submitter().write(standIn, replayed));
        }
    }

    @Override
    protected boolean isAwaited() {
        return !answered && !request.response().closed();
    }

    @Override
    protected void onProblem(Problem problem) {
        if (claim()) {
            Answers.problem(request.response(), problem, handler.submitter().metrics())
                    .onComplete(ignored -> leave());
        }
    }

    private void send(Buffer body) {
        Answers.send(request.response(), Answers.JSON, body).onComplete(ignored -> leave());
    }

    private void onBody(Buffer part) {
        if (answered) {
            discarded += part.length();
            if (discarded > MAX_DISCARDED) {
                request.connection().close();
            }
        } else if (!content.append(part)) {
            refuseBody();
        }
    }

    private void onBodyEnd() {
        handler.guard().bodyArrived(request);
        if (!answered) {
            RequestBody complete = content;
            content = null;
            handler.submit(this, complete, startNs);
        }
    }

    private void onConnectionLost() {
        if (content != null && claim()) {
            leave();
        }
    }

    private void refuseBody() {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        request.endHandler(ignored -> request.connection().close());
        handler.guard().isLast(request);
        onProblem(
                Problem.of(
                        ProblemType.BODY_TOO_LARGE,
                        "the body must have at most " + GatewayContext.MAX_BODY_LENGTH + " bytes"));
    }

    private void onBodyLate() {
        if (answered) {
            request.connection().close();
            return;
        }
        closing = true;
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        onProblem(Problem.of(ProblemType.REQUEST_TIMEOUT, "the body did not arrive in time"));
    }

    /** The server has checked that the header is a number. */
    private static boolean isTooLong(String contentLength) {
        return Long.parseLong(contentLength) > GatewayContext.MAX_BODY_LENGTH;
    }

    private boolean claim() {
        boolean first = !answered;
        answered = true;
        return first;
    }

    private void leave() {
        if (handler.kind() == EventKind.DECISION) {
            handler.submitter().metrics().onDuration(System.nanoTime() - startNs);
        }
        if (admitted) {
            handler.gate().leave();
        } else {
            handler.gate().leaveStandIn();
        }
        if (closing) {
            request.connection().close();
        }
    }
}
