package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.OptionalInt;

/** {@code GET /v1/challengers}: how a tenant's challengers differ from what was decided. */
final class ChallengersHandler {
    private static final Problem NOT_HERE =
            Problem.of(
                    ProblemType.NOT_FOUND,
                    "this gateway knows no challengers; the HTTP API in the node's own process does,"
                            + " where the side lane is switched on");

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final GatewayMetrics metrics;

    ChallengersHandler(GatewayContext gateway, EngineClient engine, GatewayMetrics metrics) {
        this.gateway = gateway;
        this.engine = engine;
        this.metrics = metrics;
    }

    void report(RoutingContext routing) {
        Caller caller = Caller.of(routing, gateway.defaultTenant());
        OptionalInt tenant = caller.tenant(engine.session());
        if (gateway.challengers() == null) {
            Answers.problem(routing.response(), NOT_HERE, metrics);
        } else if (tenant.isEmpty()) {
            Answers.problem(routing.response(), caller.noTenant(), metrics);
        } else {
            metrics.onAnswer(200);
            Answers.send(
                    routing.response(),
                    Answers.JSON,
                    Buffer.buffer(gateway.challengers().apply(tenant.getAsInt())));
        }
    }
}
