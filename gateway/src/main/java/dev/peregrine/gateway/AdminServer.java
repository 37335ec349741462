package dev.peregrine.gateway;

import dev.peregrine.gateway.http.AdminEndpoint;
import dev.peregrine.gateway.security.ListenerSecurity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the admin port: a listener of its own, with threads of its own, so that an
 * operator gets through when the API is busy, and the other way round. {@link #start} and {@link
 * #close} block and belong to the launching thread.
 */
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);
    private static final long STEP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);
    private static final int WORKERS = 4;

    private final AdminContext context;
    private Vertx vertx;
    private ListenerSecurity security;

    /** Concludes the context. */
    public AdminServer(AdminContext context) {
        this.context = context.conclude();
    }

    /**
     * Binds the port and serves.
     *
     * @return the bound port
     * @throws GatewayException when the port is in use or cannot be bound
     * @throws dev.peregrine.gateway.security.AccessException when a file of keys or certificates
     *     cannot be used
     */
    public int start() {
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(WORKERS)
                                .setInternalBlockingPoolSize(1)
                                .setMaxWorkerExecuteTimeUnit(TimeUnit.HOURS)
                                .setMaxWorkerExecuteTime(1)
                                .setFileSystemOptions(
                                        new FileSystemOptions()
                                                .setFileCachingEnabled(false)
                                                .setClassPathResolvingEnabled(false)));
        security = ListenerSecurity.open(context.access(), vertx);
        AdminEndpoint endpoint = new AdminEndpoint(context, security);
        try {
            await(vertx.deployVerticle(endpoint));
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e instanceof ExecutionException ? e.getCause() : e;
            throw new GatewayException(
                    "admin: cannot listen on "
                            + context.host()
                            + ":"
                            + context.port()
                            + ": "
                            + cause.getMessage(),
                    cause);
        }
        return endpoint.port();
    }

    /** Closes connections and stops. Idempotent. */
    @Override
    public void close() {
        if (vertx == null) {
            return;
        }
        try {
            await(vertx.close());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the admin port did not stop cleanly: {}", e.getClass().getName());
        }
        if (security != null) {
            security.close();
        }
        vertx = null;
    }

    private static void await(Future<?> future) throws ExecutionException, TimeoutException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(STEP_TIMEOUT_NS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("admin: interrupted", e);
        }
    }
}
