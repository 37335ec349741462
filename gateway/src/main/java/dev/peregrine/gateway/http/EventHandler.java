package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;

/** Serves the posts of one kind of event on one event loop, from the head to the answer. */
final class EventHandler implements Handler<RoutingContext> {
    static final CharSequence IDEMPOTENCY_KEY = HttpHeaders.createOptimized("idempotency-key");

    private final EventKind kind;
    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final ConnectionGuard guard;

    EventHandler(
            EventKind kind, EventSubmitter submitter, RequestGate gate, ConnectionGuard guard) {
        this.kind = kind;
        this.submitter = submitter;
        this.gate = gate;
        this.guard = guard;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Caller caller = Caller.of(routing, submitter.gateway().defaultTenant());
        boolean admitted = gate.tryEnter();
        if (!admitted && !(standsIn(caller) && gate.tryEnterStandIn())) {
            Problem problem = Problem.of(ProblemType.OVERLOADED, "too many requests are waiting");
            Answers.problem(request.response(), problem, submitter.metrics());
            return;
        }
        EventExchange exchange = new EventExchange(this, request, caller, admitted);
        if (gate.isClosed()) {
            exchange.onProblem(Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping"));
            return;
        }
        boolean isJson = MediaTypes.isJson(request.getHeader(HttpHeaders.CONTENT_TYPE));
        Problem refusal = Preconditions.refusal(request, isJson, "application/json");
        if (refusal != null) {
            exchange.onProblem(refusal);
        } else {
            exchange.receive();
        }
    }

    /** The body is complete: asks the engine. */
    void submit(EventExchange exchange, RequestBody body, long startNs) {
        HttpServerRequest request = exchange.request();
        long timeoutNs =
                Preconditions.deadlineNs(
                        request, submitter.defaultTimeoutNs(kind, exchange.caller()));
        Submission submission =
                new Submission(
                        kind,
                        exchange.caller(),
                        request.getHeader(IDEMPOTENCY_KEY),
                        body.bytes(),
                        0,
                        body.length(),
                        startNs + timeoutNs,
                        exchange.isAdmitted(),
                        false);
        submitter.submit(submission, exchange);
    }

    private boolean standsIn(Caller caller) {
        return kind == EventKind.DECISION && submitter.standsIn(caller);
    }

    EventKind kind() {
        return kind;
    }

    EventSubmitter submitter() {
        return submitter;
    }

    RequestGate gate() {
        return gate;
    }

    ConnectionGuard guard() {
        return guard;
    }
}
