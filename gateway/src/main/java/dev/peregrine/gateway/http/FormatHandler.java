package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.format.Format;
import dev.peregrine.gateway.format.FormatAnswer;
import dev.peregrine.gateway.format.FormatCall;
import dev.peregrine.gateway.format.FormatException;
import dev.peregrine.gateway.format.FormatRequest;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.mapping.TokenSecret;
import dev.peregrine.gateway.security.Principal;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Serves the messages of one foreign format on one event loop. Long ones are read on the worker
 * thread, so that no decision waits behind them.
 */
final class FormatHandler implements Handler<RoutingContext> {
    /** Messages longer than a small one that one event loop holds at once. */
    private static final int MAX_LARGE = 8;

    private static final int TOO_MANY_REQUESTS = 429;

    private final Format format;
    private final EventKind kind;
    private final TokenSecret tokenSecret;
    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final ConnectionGuard guard;
    private Principal signer;
    private String tenant;
    private int large;

    /**
     * @param kind what its messages become, as far as deadlines and stand-ins go
     */
    FormatHandler(
            Format format,
            EventKind kind,
            TokenSecret tokenSecret,
            EventSubmitter submitter,
            RequestGate gate,
            ConnectionGuard guard) {
        this.format = format;
        this.kind = kind;
        this.tokenSecret = tokenSecret;
        this.submitter = submitter;
        this.gate = gate;
        this.guard = guard;
    }

    /** Takes messages whose signature stands for a key. */
    FormatHandler signedBy(Principal principal, String newTenant) {
        signer = principal;
        tenant = newTenant;
        return this;
    }

    @Override
    public void handle(RoutingContext routing) {
        long startNs = System.nanoTime();
        HttpServerRequest request = routing.request();
        Caller caller =
                signer == null
                        ? Caller.of(routing, submitter.gateway().defaultTenant())
                        : new Caller(signer, tenant, "");
        boolean admitted = gate.tryEnter();
        if (!admitted && !(standsIn(caller) && gate.tryEnterStandIn())) {
            refuse(routing, Problem.of(ProblemType.OVERLOADED, "too many requests are waiting"));
            return;
        }
        routing.addEndHandler(
                ignored -> {
                    if (admitted) {
                        gate.leave();
                    } else {
                        gate.leaveStandIn();
                    }
                });
        Problem refusal = refusal(request);
        if (refusal != null) {
            refuse(routing, refusal);
            return;
        }
        if (isLarge(request)) {
            large++;
            routing.addEndHandler(ignored -> large--);
        }
        BodyReceiver.receive(
                request,
                guard,
                format.maxLength(),
                body -> read(routing, caller, body, startNs, admitted));
    }

    private Problem refusal(HttpServerRequest request) {
        if (gate.isClosed()) {
            return Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping");
        }
        if (isLarge(request) && large >= MAX_LARGE) {
            return Problem.of(ProblemType.OVERLOADED, "too many long messages are being read");
        }
        boolean fits = MediaTypes.fits(request.getHeader(HttpHeaders.CONTENT_TYPE), format::takes);
        return Preconditions.refusal(request, fits, format.mediaTypes());
    }

    /** A message whose length is not known beforehand counts as a long one. */
    private static boolean isLarge(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null || Long.parseLong(length) > GatewayContext.MAX_BODY_LENGTH;
    }

    private void read(
            RoutingContext routing,
            Caller caller,
            RequestBody body,
            long startNs,
            boolean admitted) {
        HttpServerRequest request = routing.request();
        long deadlineNs =
                startNs
                        + Preconditions.deadlineNs(
                                request, submitter.defaultTimeoutNs(kind, caller));
        FormatCall call =
                new FormatCall(
                        submitter.attributes(caller),
                        tokenSecret.tokens(),
                        TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis()),
                        request::getHeader);
        FormatExchange exchange =
                new FormatExchange(
                        this, routing, new FormatTurn(caller, startNs, deadlineNs, admitted));
        if (body.length() <= GatewayContext.MAX_BODY_LENGTH) {
            exchange.begin(read(body, call));
        } else {
            routing.vertx()
                    .executeBlocking(() -> read(body, call), false)
                    .onSuccess(exchange::begin)
                    .onFailure(routing::fail);
        }
    }

    /** What a body holds, or why it holds nothing. */
    record Reading(FormatRequest request, FormatException refusal) {}

    private Reading read(RequestBody body, FormatCall call) {
        try {
            return new Reading(format.read(body.bytes(), body.length(), call), null);
        } catch (FormatException e) {
            return new Reading(null, e);
        } finally {
            Arrays.fill(body.bytes(), (byte) 0);
        }
    }

    void refuse(RoutingContext routing, Problem problem) {
        Answers.problem(routing.response(), problem, submitter.metrics());
    }

    void send(RoutingContext routing, FormatAnswer answer) {
        HttpServerResponse response = routing.response();
        response.setStatusCode(answer.status());
        if (answer.status() == TOO_MANY_REQUESTS || answer.status() >= 503) {
            response.putHeader(Answers.RETRY_AFTER, "1");
        }
        Answers.send(response, answer.contentType(), Buffer.buffer(answer.body()));
    }

    /** Whether a caller's payments get stand-ins. */
    boolean standsIn(Caller caller) {
        return kind == EventKind.DECISION && submitter.standsIn(caller);
    }

    boolean decides() {
        return kind == EventKind.DECISION;
    }

    boolean isSigned() {
        return signer != null;
    }

    EventSubmitter submitter() {
        return submitter;
    }

    RequestGate gate() {
        return gate;
    }
}
