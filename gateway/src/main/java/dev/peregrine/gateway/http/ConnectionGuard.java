package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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
        if (watch != null) {
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

        void await(long timeoutNs, Runnable newLate) {
            deadlineNs = System.nanoTime() + timeoutNs;
            late = newLate;
        }
    }
}
