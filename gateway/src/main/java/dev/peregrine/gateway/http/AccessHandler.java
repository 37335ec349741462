package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.AccessControl;
import dev.peregrine.gateway.security.Denial;
import dev.peregrine.gateway.security.Principal;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.gateway.security.Verdict;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Stands before all routes of a listener that asks for credentials: what is not open to everybody
 * is reached only by who has shown a key or a token, and is within its rate. What a route is for is
 * asked by {@link #guard} at the route.
 */
final class AccessHandler implements Handler<RoutingContext> {
    /** Under which name a request's {@link Principal} is found. */
    static final String PRINCIPAL = "peregrine.principal";

    /** What anybody may see: it tells nothing but that the service is there, and its manual. */
    private static final Set<String> OPEN_PATHS =
            Set.of(
                    "/health/live",
                    "/health/ready",
                    "/openapi.json",
                    "/docs",
                    "/docs/app.js",
                    "/docs/style.css");

    private static final String CHALLENGE = "WWW-Authenticate";
    private static final String REALM = "Bearer realm=\"peregrine\"";

    private final AccessControl access;
    private final GatewayMetrics metrics;
    private final Set<String> signedPaths = new HashSet<>();

    /**
     * @param metrics counts who is turned away; null for none
     */
    AccessHandler(AccessControl access, GatewayMetrics metrics) {
        this.access = access;
        this.metrics = metrics;
    }

    @Override
    public void handle(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        if (OPEN_PATHS.contains(request.path()) || signedPaths.contains(request.path())) {
            routing.next();
            return;
        }
        Verdict verdict =
                access.authenticate(
                        request.headers().getAll("authorization"),
                        request.headers().getAll("x-api-key"));
        if (!verdict.isGranted()) {
            deny(routing.response(), verdict.denial());
            return;
        }
        Principal principal = verdict.principal();
        long waitNs = principal.rate().tryAcquire(System.nanoTime());
        if (waitNs > 0) {
            tooMany(routing.response(), principal.rate(), waitNs);
            return;
        }
        routing.put(PRINCIPAL, principal);
        routing.next();
    }

    /** Lets a path through whose requests are signed, and whose handler looks at the signature. */
    void openSigned(String path) {
        signedPaths.add(path);
    }

    /** A route that only those reach who may do something; as it is where nobody is asked. */
    Route guard(Route route, Scope scope) {
        return access.isOpen() ? route : route.handler(require(scope));
    }

    private Handler<RoutingContext> require(Scope scope) {
        return routing -> {
            Principal principal = routing.get(PRINCIPAL);
            if (principal != null && principal.scopes().contains(scope)) {
                routing.next();
                return;
            }
            routing.response()
                    .putHeader(
                            CHALLENGE,
                            REALM
                                    + ", error=\"insufficient_scope\", scope=\""
                                    + scope.tokenName()
                                    + "\"");
            refuse(
                    routing.response(),
                    Problem.of(
                            ProblemType.FORBIDDEN,
                            "needs a key or token with the scope " + scope.externalName()),
                    "scope");
        };
    }

    private void deny(HttpServerResponse response, Denial denial) {
        if (denial == Denial.BUSY) {
            refuse(response, Problem.of(ProblemType.OVERLOADED, denial.detail()), denial.label());
            return;
        }
        response.putHeader(
                CHALLENGE, denial == Denial.MISSING ? REALM : REALM + ", error=\"invalid_token\"");
        refuse(response, Problem.of(ProblemType.UNAUTHENTICATED, denial.detail()), denial.label());
    }

    private void tooMany(HttpServerResponse response, RateLimiter rate, long waitNs) {
        long seconds = TimeUnit.NANOSECONDS.toSeconds(waitNs - 1) + 1;
        response.putHeader(Answers.RETRY_AFTER, Long.toString(seconds))
                .putHeader(
                        "RateLimit-Policy",
                        "\"key\";q="
                                + rate.burst()
                                + ";w="
                                + Math.max(1, rate.burst() / rate.rate()))
                .putHeader("RateLimit", "\"key\";r=0;t=" + seconds);
        refuse(response, Rejections.tooFast(rate), "rate");
    }

    private void refuse(HttpServerResponse response, Problem problem, String reason) {
        if (metrics == null) {
            Answers.problem(response, problem);
        } else {
            metrics.onDenial(reason);
            Answers.problem(response, problem, metrics);
        }
    }
}
