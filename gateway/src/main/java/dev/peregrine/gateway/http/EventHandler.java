package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.json.Decision;
import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.protocol.ProtocolLimits;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.OptionalInt;
import org.agrona.concurrent.UnsafeBuffer;

/** Serves {@code POST /v1/decisions} on one event loop, from the request's head to its answer. */
final class DecisionHandler implements Handler<RoutingContext> {
    private static final CharSequence IDEMPOTENCY_KEY =
            HttpHeaders.createOptimized("idempotency-key");
    private static final String TENANT = "Peregrine-Tenant";
    private static final Problem NO_SESSION =
            Problem.of(ProblemType.UNAVAILABLE, "the gateway has no session with the engine");
    private static final int ANSWER_CAPACITY = 1024;

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final RequestGate gate;
    private final GatewayMetrics metrics;
    private final Context eventLoop;
    private final DecisionJson json = new DecisionJson();
    private final UnsafeBuffer event = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    DecisionHandler(
            GatewayContext gateway,
            EngineClient engine,
            RequestGate gate,
            GatewayMetrics metrics,
            Context eventLoop) {
        this.gateway = gateway;
        this.engine = engine;
        this.gate = gate;
        this.metrics = metrics;
        this.eventLoop = eventLoop;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (!gate.tryEnter()) {
            Problem problem = Problem.of(ProblemType.OVERLOADED, "too many requests are waiting");
            Answers.problem(request.response(), problem, metrics);
            return;
        }
        DecisionExchange exchange = new DecisionExchange(this, request);
        if (gate.isClosed()) {
            exchange.fail(Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping"));
        } else if (!MediaTypes.isJson(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            exchange.fail(
                    Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "Content-Type must be application/json, in UTF-8"));
        } else if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            exchange.fail(
                    Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "a body with Content-Encoding is not taken"));
        } else {
            exchange.receive();
        }
    }

    /** The body is complete: asks the engine. */
    void submit(DecisionExchange exchange, RequestBody body) {
        String tenantName = exchange.request().getHeader(TENANT);
        SessionState session = engine.session();
        if (!session.isOpen()) {
            exchange.fail(NO_SESSION);
            return;
        }
        OptionalInt tenant =
                session.tenant(tenantName != null ? tenantName : gateway.defaultTenant());
        if (tenant.isEmpty()) {
            exchange.fail(noTenant(tenantName));
            return;
        }
        int length;
        try {
            String key = exchange.request().getHeader(IDEMPOTENCY_KEY);
            length = json.readRequest(body.bytes(), body.length(), key, tenant.getAsInt(), event);
        } catch (InvalidRequestException e) {
            exchange.fail(e.problem());
            return;
        }
        if (!engine.submit(event, 0, length, gateway.decisionTimeoutNs(), exchange)) {
            exchange.fail(Problem.of(ProblemType.OVERLOADED, "too many events are waiting"));
        }
    }

    Buffer write(Decision decision) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        metrics.onDecision(json.writeDecision(decision, out));
        return out.buffer();
    }

    Context eventLoop() {
        return eventLoop;
    }

    RequestGate gate() {
        return gate;
    }

    GatewayMetrics metrics() {
        return metrics;
    }

    private Problem noTenant(String name) {
        if (name == null && gateway.defaultTenant().isEmpty()) {
            return Problem.ofFields(
                    ProblemType.INVALID_FIELD,
                    List.of(
                            new FieldError(
                                    TENANT, "", "is missing; the gateway serves several tenants")));
        }
        return Problem.of(
                ProblemType.WRONG_TENANT, "the gateway may not speak for the tenant of " + TENANT);
    }
}
