package dev.peregrine.gateway.http;

import dev.peregrine.gateway.AdminContext;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.ListenerSecurity;
import dev.peregrine.gateway.security.Scope;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The routes of the admin port. */
public final class AdminEndpoint extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AdminEndpoint.class);
    private static final long HEAD_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long BODY_TIMEOUT_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long IDLE_TIMEOUT_NS = TimeUnit.MINUTES.toNanos(15);
    private static final String LISTS = "/v1/lists";
    private static final String LIST = LISTS + "/:list";
    private static final String POLICIES = "/v1/policies";

    private final AdminContext admin;
    private final ListenerSecurity security;
    private final AccessHandler access;
    private HttpServer server;

    public AdminEndpoint(AdminContext admin, ListenerSecurity security) {
        this.admin = admin;
        this.security = security;
        this.access = new AccessHandler(security.access(), null);
    }

    @Override
    public Future<?> start() {
        ConnectionGuard guard =
                new ConnectionGuard(HEAD_TIMEOUT_NS, BODY_TIMEOUT_NS, IDLE_TIMEOUT_NS, vertx);
        server =
                vertx.createHttpServer(Listener.options(IDLE_TIMEOUT_NS, security.tls()))
                        .connectionHandler(guard::opened)
                        .requestHandler(router(guard));
        security.onTlsChange(tls -> Listener.update(server, tls));
        return server.listen(
                SocketAddress.inetSocketAddress(admin.port(), admin.address().getHostAddress()));
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** The port that was bound. */
    public int port() {
        return server.actualPort();
    }

    private Router router(ConnectionGuard guard) {
        Router router = Router.router(vertx);
        router.route()
                .handler(
                        routing -> {
                            if (guard.admits(routing, status -> {})) {
                                routing.next();
                            }
                        });
        router.route("/openapi.json")
                .method(HttpMethod.GET)
                .handler(
                        new StaticResource(
                                "/openapi.json", "admin-openapi.json", "application/json"));
        router.route("/health/live")
                .method(HttpMethod.GET)
                .handler(routing -> HealthHandler.send(routing.response(), 200, "live", ""));
        if (!security.access().isOpen()) {
            access.guard(router.route().handler(access), Scope.ADMIN);
        }
        AdminRequests requests = new AdminRequests(admin.operations(), new AdminWorkers(), guard);
        router.get(LISTS).handler(requests::lists);
        router.get(LIST + "/entries").handler(requests::entries);
        router.post(LIST + "/entries").handler(requests::put);
        router.post(LIST + "/entries/remove").handler(requests::remove);
        router.post(LIST + "/clear").handler(requests::clear);
        router.post(LIST + "/import").handler(requests::importEntries);
        router.get(POLICIES).handler(requests::policies);
        router.post(POLICIES + "/activate").handler(requests::activate);
        router.post(POLICIES + "/rollback").handler(requests::rollback);
        router.post(POLICIES + "/diff").handler(requests::diff);
        router.get("/v1/drifts").handler(requests::drifts);
        router.get("/v1/audit").handler(requests::audit);
        router.errorHandler(400, routing -> fail(routing, ProblemType.MALFORMED_REQUEST));
        router.errorHandler(404, routing -> fail(routing, ProblemType.NOT_FOUND));
        router.errorHandler(405, routing -> fail(routing, ProblemType.METHOD_NOT_ALLOWED));
        router.errorHandler(500, AdminEndpoint::internalError);
        return router;
    }

    private static void fail(RoutingContext routing, ProblemType type) {
        Answers.problem(routing.response(), Problem.of(type, type.title()));
    }

    private static void internalError(RoutingContext routing) {
        if (routing.failure() != null && LOG.isErrorEnabled()) {
            LOG.error("an admin request failed: {}", Failures.describe(routing.failure()));
        }
        fail(routing, ProblemType.INTERNAL_ERROR);
    }
}
