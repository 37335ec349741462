package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.evidence.EntryKind;
import dev.peregrine.gateway.evidence.EvidencePage;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.gateway.evidence.StoredEvent;
import dev.peregrine.gateway.json.EvidenceJson;
import dev.peregrine.gateway.json.EvidenceRequest;
import dev.peregrine.gateway.json.EvidenceRequestReader;
import dev.peregrine.gateway.json.InvalidRequestException;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves {@code GET /v1/decisions} and {@code GET /v1/decisions/ID} from the evidence store, of the
 * request's tenant only. The store is read on a worker thread; a bounded number of requests waits.
 */
final class EvidenceHandler {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceHandler.class);
    private static final int ANSWER_CAPACITY = 4096;
    private static final Problem NO_EVIDENCE =
            Problem.of(
                    ProblemType.NOT_FOUND,
                    "this gateway keeps no evidence; the HTTP API in the node's own process does,"
                            + " where that is switched on");
    private static final Problem NOT_FOUND =
            Problem.of(
                    ProblemType.NOT_FOUND,
                    "the tenant has no such decision, or it is no longer kept");

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final RequestGate gate;
    private final GatewayMetrics metrics;

    EvidenceHandler(
            GatewayContext gateway, EngineClient engine, RequestGate gate, GatewayMetrics metrics) {
        this.gateway = gateway;
        this.engine = engine;
        this.gate = gate;
        this.metrics = metrics;
    }

    /** One decision by its id. */
    void one(RoutingContext routing) {
        serve(
                routing,
                (store, tenantId) -> {
                    Optional<DecisionId> id = DecisionId.parse(routing.pathParam("id"));
                    return id.flatMap(i -> store.find(tenantId, i.epoch(), i.sequence()))
                            .map(
                                    evidence -> {
                                        BufferOutputStream out =
                                                new BufferOutputStream(ANSWER_CAPACITY);
                                        json().write(evidence, out);
                                        return out.buffer();
                                    });
                });
    }

    /** Decisions by what the query says. */
    void list(RoutingContext routing) {
        MultiMap parameters = routing.queryParams();
        serve(
                routing,
                (store, tenantId) -> {
                    EvidenceRequest request =
                            new EvidenceRequestReader().read(parameters, tenantId);
                    BufferOutputStream out = new BufferOutputStream(ANSWER_CAPACITY);
                    json().write(page(store, tenantId, request), out);
                    return Optional.of(out.buffer());
                });
    }

    private static EvidencePage page(EvidenceStore store, int tenantId, EvidenceRequest request) {
        if (request.eventId() == null) {
            return store.list(request.query());
        }
        return new EvidencePage(
                store.findEvent(tenantId, request.eventId())
                        .filter(EvidenceHandler::isShown)
                        .map(List::of)
                        .orElse(List.of()),
                null);
    }

    /** Decisions, and what was decided elsewhere, such as by a stand-in. */
    private static boolean isShown(StoredEvent event) {
        return event.kind().isApplied() && event.kind() != EntryKind.UNRECORDED;
    }

    private EvidenceJson json() {
        return new EvidenceJson(gateway.bundles(), gateway.side());
    }

    /** Reads the store for a tenant; empty when it has nothing. Blocks. */
    private interface Reading {
        Optional<Buffer> read(EvidenceStore store, int tenantId) throws InvalidRequestException;
    }

    private void serve(RoutingContext routing, Reading reading) {
        HttpServerResponse response = routing.response();
        EvidenceStore store = gateway.evidence();
        if (store == null) {
            fail(response, NO_EVIDENCE);
            return;
        }
        Caller caller = Caller.of(routing, gateway.defaultTenant());
        OptionalInt tenant = caller.tenant(engine.session());
        if (tenant.isEmpty()) {
            fail(response, caller.noTenant());
            return;
        }
        if (!gate.tryEnter()) {
            fail(response, Problem.of(ProblemType.OVERLOADED, "too many requests are waiting"));
            return;
        }
        Callable<Optional<Buffer>> read = () -> reading.read(store, tenant.getAsInt());
        routing.vertx()
                .executeBlocking(read, false)
                .onComplete(
                        answer -> {
                            gate.leave();
                            if (answer.succeeded()) {
                                answer(response, answer.result());
                            } else {
                                fail(response, problem(answer.cause()));
                            }
                        });
    }

    private void answer(HttpServerResponse response, Optional<Buffer> body) {
        if (body.isEmpty()) {
            fail(response, NOT_FOUND);
            return;
        }
        metrics.onAnswer(200);
        Answers.send(response, Answers.JSON, body.get());
    }

    private void fail(HttpServerResponse response, Problem problem) {
        Answers.problem(response, problem, metrics);
    }

    private static Problem problem(Throwable failure) {
        if (failure instanceof InvalidRequestException invalid) {
            return invalid.problem();
        }
        if (LOG.isErrorEnabled()) {
            LOG.error("evidence could not be read: {}", Failures.describe(failure));
        }
        return Problem.of(ProblemType.UNAVAILABLE, "the evidence cannot be read now");
    }
}
