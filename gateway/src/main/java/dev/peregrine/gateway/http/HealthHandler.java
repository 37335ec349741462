package dev.peregrine.gateway.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.SessionState;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Serves {@code GET /health/live} and {@code GET /health/ready}. */
final class HealthHandler {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int ANSWER_CAPACITY = 128;

    private final EngineClient engine;
    private final RequestGate gate;

    HealthHandler(EngineClient engine, RequestGate gate) {
        this.engine = engine;
        this.gate = gate;
    }

    /** The process serves HTTP. */
    void live(RoutingContext routing) {
        send(routing.response(), 200, "live", "");
    }

    /** Decisions can be asked for. */
    void ready(RoutingContext routing) {
        SessionState session = engine.session();
        if (gate.isClosed()) {
            send(routing.response(), 503, "not_ready", "the gateway is stopping");
        } else if (session.isOpen()) {
            send(routing.response(), 200, "ready", "");
        } else {
            send(routing.response(), 503, "not_ready", session.reason());
        }
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
