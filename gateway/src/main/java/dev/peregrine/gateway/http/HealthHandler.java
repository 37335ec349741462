package dev.peregrine.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.standin.StandIns;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves {@code GET /health/live} and {@code GET /health/ready}. */
final class HealthHandler {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int ANSWER_CAPACITY = 128;

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final StandIns standIns;
    private final RequestGate gate;

    HealthHandler(
            GatewayContext gateway, EngineClient engine, StandIns standIns, RequestGate gate) {
        this.gateway = gateway;
        this.standIns = standIns;
        this.engine = engine;
        this.gate = gate;
    }

    /** The process serves HTTP. */
    void live(RoutingContext routing) {
        send(routing.response(), 200, "live", "");
    }

    /** Decisions can be asked for, or at least stand-ins. */
    void ready(RoutingContext routing) {
        SessionState session = engine.session();
        if (gate.isClosed()) {
            send(routing.response(), 503, "not_ready", "the gateway is stopping");
        } else if (session.isOpen()) {
            send(routing.response(), 200, "ready", "");
        } else if (standsIn(session)) {
            send(routing.response(), 200, "stand_in", session.reason());
        } else {
            send(routing.response(), 503, "not_ready", session.reason());
        }
    }

    private boolean standsIn(SessionState session) {
        return session.orTenants(gateway.tenants()).tenants().values().stream()
                .anyMatch(standIns::areDefined);
    }

    static void send(HttpServerResponse response, int httpStatus, String status, String reason) {
        BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
        try (JsonGenerator json = FACTORY.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("status", status);
            if (!reason.isEmpty()) {
                json.writeStringField("reason", reason);
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Answers.send(response.setStatusCode(httpStatus), Answers.JSON, out.buffer());
    }
}
