package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.EventKind;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.ListenerSecurity;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.gateway.standin.StandIns;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes on one event loop. All endpoints of a gateway share one port. */
public final class HttpEndpoint extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
    private static final String POSTS = "/v1/";
    private static final String DECISIONS = "/v1/decisions";
    private static final String CHALLENGERS = "/v1/challengers";
    private static final String BATCH = DECISIONS + "/batch";
    private static final int MAX_EVIDENCE_IN_FLIGHT = 64;

    private final GatewayContext gateway;
    private final EngineClient engine;
    private final StandIns standIns;
    private final RequestGate gate;
    private final GatewayMetrics metrics;
    private final ListenerSecurity security;
    private final Map<String, RateLimiter> webhookRates;
    private final AccessHandler access;
    private final RequestGate evidenceGate = new RequestGate(MAX_EVIDENCE_IN_FLIGHT);
    private HttpServer server;
    private ConnectionGuard guard;

    /**
     * @param webhookRates limits by path, shared by all event loops; filled here
     */
    public HttpEndpoint(
            GatewayContext gateway,
            EngineClient engine,
            StandIns standIns,
            RequestGate gate,
            GatewayMetrics metrics,
            ListenerSecurity security,
            Map<String, RateLimiter> webhookRates) {
        this.gateway = gateway;
        this.engine = engine;
        this.standIns = standIns;
        this.gate = gate;
        this.metrics = metrics;
        this.security = security;
        this.webhookRates = webhookRates;
        this.access = new AccessHandler(security.access(), metrics);
    }

    @Override
    public Future<?> start() {
        guard = new ConnectionGuard(gateway, vertx);
        server =
                vertx.createHttpServer(Listener.options(gateway.idleTimeoutNs(), security.tls()))
                        .connectionHandler(guard::opened)
                        .requestHandler(router())
                        .invalidRequestHandler(this::invalid);
        security.onTlsChange(tls -> Listener.update(server, tls));
        return server.listen(address());
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** What has its event loop take answers. Once it has been started. */
    public AnswerCall answerCall() {
        return new AnswerCall(engine, context);
    }

    /** The port that was bound. */
    public int port() {
        return server.actualPort();
    }

    /** A free port is chosen by the first endpoint and shared by the others. */
    private SocketAddress address() {
        String host = gateway.address().getHostAddress();
        return gateway.port() == 0
                ? SocketAddress.sharedRandomPort(1, host)
                : SocketAddress.inetSocketAddress(gateway.port(), host);
    }

    private Router router() {
        HealthHandler health = new HealthHandler(gateway, engine, standIns, gate);
        EventSubmitter submitter = new EventSubmitter(gateway, engine, standIns, metrics, context);
        Router router = Router.router(vertx);
        router.route().handler(this::watch);
        if (!security.access().isOpen()) {
            router.route().handler(access);
        }
        post(router, DECISIONS, EventKind.DECISION, submitter);
        post(router, "/v1/events", EventKind.EVENT, submitter);
        post(router, "/v1/outcomes", EventKind.OUTCOME, submitter);
        post(router, "/v1/labels", EventKind.LABEL, submitter);
        post(router, "/v1/reversals", EventKind.REVERSAL, submitter);
        access.guard(router.post(BATCH), Scope.DECIDE)
                .handler(new BatchHandler(submitter, gate, guard));
        new FormatRoutes(submitter, gate, guard, access).addTo(router, webhookRates);
        EvidenceHandler evidence = new EvidenceHandler(gateway, engine, evidenceGate, metrics);
        access.guard(get(router, DECISIONS), Scope.READ).handler(evidence::list);
        access.guard(get(router, CHALLENGERS), Scope.READ)
                .handler(new ChallengersHandler(gateway, engine, metrics)::report);
        Route one =
                router.routeWithRegex(HttpMethod.GET, DECISIONS + "/(?<id>[0-9]+-[0-9]+)")
                        .method(HttpMethod.HEAD);
        access.guard(one, Scope.READ).handler(evidence::one);
        resource(router, "/openapi.json", "openapi.json", "application/json");
        resource(router, "/docs", "docs.html", "text/html; charset=utf-8");
        resource(router, "/docs/app.js", "docs.js", "text/javascript; charset=utf-8");
        resource(router, "/docs/style.css", "docs.css", "text/css; charset=utf-8");
        get(router, "/health/live").handler(health::live);
        get(router, "/health/ready").handler(health::ready);
        access.guard(get(router, "/metrics"), Scope.METRICS)
                .handler(new MetricsHandler(gateway.registry()));
        router.errorHandler(400, routing -> fail(routing, ProblemType.MALFORMED_REQUEST));
        router.errorHandler(404, routing -> fail(routing, ProblemType.NOT_FOUND));
        router.errorHandler(405, this::methodNotAllowed);
        router.errorHandler(500, this::internalError);
        return router;
    }

    private void post(Router router, String path, EventKind kind, EventSubmitter submitter) {
        Scope scope = kind == EventKind.DECISION ? Scope.DECIDE : Scope.REPORT;
        access.guard(router.post(path), scope)
                .handler(new EventHandler(kind, submitter, gate, guard));
    }

    private static void resource(Router router, String path, String name, String contentType) {
        get(router, path).handler(new StaticResource(path, name, contentType));
    }

    private void watch(RoutingContext routing) {
        if (guard.admits(routing, metrics::onAnswer)) {
            routing.next();
        }
    }

    private static Route get(Router router, String path) {
        return router.route(path).method(HttpMethod.GET).method(HttpMethod.HEAD);
    }

    private static String allowed(String path) {
        if (path.equals(DECISIONS)) {
            return "GET, HEAD, POST";
        }
        boolean isPost =
                path.equals(BATCH)
                        || (path.startsWith(POSTS)
                                && !path.startsWith(DECISIONS + "/")
                                && !path.equals(CHALLENGERS));
        return isPost ? "POST" : "GET, HEAD";
    }

    private void methodNotAllowed(RoutingContext routing) {
        routing.response().putHeader("Allow", allowed(routing.normalizedPath()));
        fail(routing, ProblemType.METHOD_NOT_ALLOWED);
    }

    private void fail(RoutingContext routing, ProblemType type) {
        Answers.problem(routing.response(), Problem.of(type, type.title()), metrics);
    }

    /** Logs where it broke, and nothing that came with the request. */
    private void internalError(RoutingContext routing) {
        Throwable failure = routing.failure();
        if (failure != null && LOG.isErrorEnabled()) {
            LOG.error("a request failed: {}", Failures.describe(failure));
        }
        fail(routing, ProblemType.INTERNAL_ERROR);
    }

    /** Netty could not read the request's head. */
    private void invalid(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        ProblemType type = ProblemType.MALFORMED_REQUEST;
        if (cause instanceof TooLongHttpLineException) {
            type = ProblemType.URI_TOO_LONG;
        } else if (cause instanceof TooLongHttpHeaderException) {
            type = ProblemType.HEADERS_TOO_LARGE;
        }
        Answers.problem(request.response(), Problem.of(type, type.title()), metrics)
                .onComplete(ignored -> request.connection().close());
    }
}
