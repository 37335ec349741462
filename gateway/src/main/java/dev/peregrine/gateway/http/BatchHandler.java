package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/** Serves {@code POST /v1/decisions/batch} on one event loop. */
final class BatchHandler implements Handler<RoutingContext> {
    /** Batches that one event loop serves at once. */
    private static final int MAX_BATCHES = 64;

    private static final String MEDIA_TYPES = "application/x-ndjson or application/json";

    private final EventSubmitter submitter;
    private final RequestGate gate;
    private final ConnectionGuard guard;
    private int batches;

    BatchHandler(EventSubmitter submitter, RequestGate gate, ConnectionGuard guard) {
        this.submitter = submitter;
        this.gate = gate;
        this.guard = guard;
    }

    @Override
    public void handle(RoutingContext routing) {
        Problem refusal = refusal(routing.request());
        if (refusal != null) {
            Answers.problem(routing.response(), refusal, submitter.metrics());
            return;
        }
        batches++;
        routing.addEndHandler(ignored -> batches--);
        new BatchExchange(submitter, gate, guard, routing).receive();
    }

    private Problem refusal(HttpServerRequest request) {
        if (gate.isClosed()) {
            return Problem.of(ProblemType.SHUTTING_DOWN, "the gateway is stopping");
        }
        if (batches >= MAX_BATCHES) {
            return Problem.of(ProblemType.OVERLOADED, "too many batches are being served");
        }
        boolean isBatch = MediaTypes.isBatch(request.getHeader(HttpHeaders.CONTENT_TYPE));
        Problem refusal = Preconditions.refusal(request, isBatch, MEDIA_TYPES);
        if (refusal == null && request.getHeader(EventHandler.IDEMPOTENCY_KEY) != null) {
            return Problem.ofFields(
                    ProblemType.INVALID_FIELD,
                    List.of(
                            new FieldError(
                                    "Idempotency-Key",
                                    "",
                                    "belongs to a single request; give event_id in each line")));
        }
        return refusal;
    }
}
