package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.Problem;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Gives connections up that send slowly on purpose: the head of a request and its body have to be
 * complete in time, however often a byte trickles in. On one event loop only.
 */
final class ConnectionGuard {
    private static final long CHECK_INTERVAL_MS = 100;

    private final Map<HttpConnection, Watch> watches = new HashMap<>();
    private final long headTimeoutNs;
    private final long bodyTimeoutNs;
    private final long idleTimeoutNs;

    ConnectionGuard(GatewayContext gateway, Vertx vertx) {
        this(gateway.headTimeoutNs(), gateway.bodyTimeoutNs(), gateway.idleTimeoutNs(), vertx);
    }

    ConnectionGuard(long headTimeoutNs, long bodyTimeoutNs, long idleTimeoutNs, Vertx vertx) {
        this.headTimeoutNs = headTimeoutNs;
        this.bodyTimeoutNs = bodyTimeoutNs;
        this.idleTimeoutNs = idleTimeoutNs;
        long shortestMs = TimeUnit.NANOSECONDS.toMillis(Math.min(headTimeoutNs, bodyTimeoutNs)) / 4;
        vertx.setPeriodic(Math.max(1, Math.min(CHECK_INTERVAL_MS, shortestMs)), ignored -> check());
    }

    /** A connection is open: the head of its first request is waited for. */
    void opened(HttpConnection connection) {
        Watch watch = new Watch();
        watch.await(headTimeoutNs, connection::close);
        watches.put(connection, watch);
        connection.closeHandler(ignored -> watches.remove(connection));
    }

    /** A request's head is there. */
    void headArrived(HttpServerRequest request) {
        Watch watch = watches.get(request.connection());
        if (watch != null && !watch.isOver) {
            watch.late = null;
        }
    }

    /** Waits for a request's body, or its next part; {@code late} is called when it is overdue. */
    void awaitBody(HttpServerRequest request, Runnable late) {
        Watch watch = watches.get(request.connection());
        if (watch != null) {
            watch.await(bodyTimeoutNs, late);
        }
    }

    /** The body is there, or is not waited for. */
    void bodyArrived(HttpServerRequest request) {
        headArrived(request);
    }

    /**
     * Whether a request is to be served. One of which it is not clear where it ends is answered
     * here; one that comes after the last of its connection is not.
     *
     * @param status told when it is answered here
     */
    boolean admits(RoutingContext routing, IntConsumer status) {
        HttpServerRequest request = routing.request();
        Watch watch = watches.get(request.connection());
        if (watch != null && watch.isOver) {
            return false;
        }
        headArrived(request);
        routing.addEndHandler(ignored -> answered(request));
        Problem unclear = Framing.refusal(request);
        if (unclear == null) {
            return true;
        }
        status.accept(unclear.type().status());
        answerLast(request, unclear);
        return false;
    }

    /**
     * No request of a connection is served after this one; what is left of its body has the time
     * that a body has, so that a caller can read the answer before the connection is closed.
     */
    void isLast(HttpServerRequest request) {
        Watch watch = watches.get(request.connection());
        if (watch != null) {
            watch.await(bodyTimeoutNs, request.connection()::close);
            watch.isOver = true;
        }
    }

    /** Answers the last request of its connection, which is closed although more may be sent. */
    void answerLast(HttpServerRequest request, Problem problem) {
        request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        isLast(request);
        Answers.problem(request.response(), problem)
                .onComplete(ignored -> request.connection().close());
    }

    /** The request is answered: the head of the next is waited for. */
    void answered(HttpServerRequest request) {
        HttpConnection connection = request.connection();
        Watch watch = watches.get(connection);
        if (watch != null) {
            watch.await(idleTimeoutNs, connection::close);
        }
    }

    private void check() {
        long nowNs = System.nanoTime();
        List<Runnable> overdue = new ArrayList<>(0);
        for (Watch watch : watches.values()) {
            if (watch.late != null && nowNs - watch.deadlineNs >= 0) {
                overdue.add(watch.late);
                watch.late = null;
            }
        }
        overdue.forEach(Runnable::run);
    }

    private static final class Watch {
        private long deadlineNs;
        private Runnable late;
        private boolean isOver;

        void await(long timeoutNs, Runnable newLate) {
            if (isOver) {
                return;
            }
            deadlineNs = System.nanoTime() + timeoutNs;
            late = newLate;
        }
    }
}
