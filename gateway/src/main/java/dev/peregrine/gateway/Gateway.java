package dev.peregrine.gateway;

import dev.peregrine.gateway.http.AnswerCall;
import dev.peregrine.gateway.http.EventSubmitter;
import dev.peregrine.gateway.http.GatewayMetrics;
import dev.peregrine.gateway.http.HttpEndpoint;
import dev.peregrine.gateway.http.RequestGate;
import dev.peregrine.gateway.iso8583.Iso8583Context;
import dev.peregrine.gateway.iso8583.Iso8583Listeners;
import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.gateway.security.ListenerSecurity;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.gateway.standin.SpoolException;
import dev.peregrine.gateway.standin.StandIns;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.net.BindException;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server of the fraud-decision API. {@link #start} and {@link #close} block and belong to
 * the launching thread; requests are served on the gateway's own event loops. Opens no connection
 * but its session with the node, and writes no files but the spool of its stand-ins.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final long STEP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(60);

    /** An event loop that is held up for longer is reported in the log. */
    private static final long MAX_EVENT_LOOP_SECONDS = 5;

    private final GatewayContext context;
    private final RequestGate gate;
    private Vertx vertx;
    private EngineClient engine;
    private StandIns standIns;
    private GatewayMetrics metrics;
    private ListenerSecurity security;
    private Iso8583Listeners iso8583;
    private volatile AnswerCall answerCall;

    /** Concludes the context. */
    public Gateway(GatewayContext context) {
        this.context = context.conclude();
        this.gate = new RequestGate(context.maxInFlight());
    }

    /**
     * Binds the port and serves. Begins to connect to the node, if the session is the gateway's
     * own; until it is open the gateway is not ready.
     *
     * @return the bound port
     * @throws GatewayException when the port is in use or cannot be bound
     * @throws AccessException when a file of keys or certificates cannot be used
     */
    public int start() {
        if (vertx != null) {
            throw new GatewayException("gateway: was started before");
        }
        engine =
                context.engineClient() == null
                        ? AeronEngineClient.start(context.client())
                        : context.engineClient();
        try {
            standIns =
                    StandIns.open(context.spool(), context.policies(), engine, context.registry());
        } catch (SpoolException e) {
            closeOwnEngine();
            throw new GatewayException("gateway: stand-ins: " + e.getMessage(), e);
        }
        metrics = new GatewayMetrics(context.registry(), gate::inFlight, this::isReady);
        vertx = Vertx.vertx(vertxOptions());
        try {
            security = ListenerSecurity.open(context.access(), vertx);
        } catch (AccessException e) {
            close();
            throw e;
        }
        Map<String, RateLimiter> webhookRates = new ConcurrentHashMap<>();
        Queue<HttpEndpoint> endpoints = new ConcurrentLinkedQueue<>();
        Future<String> deployed =
                vertx.deployVerticle(
                        () -> {
                            HttpEndpoint endpoint =
                                    new HttpEndpoint(
                                            context,
                                            engine,
                                            standIns,
                                            gate,
                                            metrics,
                                            security,
                                            webhookRates);
                            endpoints.add(endpoint);
                            return endpoint;
                        },
                        new DeploymentOptions().setInstances(context.eventLoops()));
        try {
            await(deployed);
        } catch (ExecutionException | TimeoutException e) {
            close();
            throw cannotListen("gateway", host(), context.port(), e);
        }
        answerCall = endpoints.element().answerCall();
        openIso8583();
        int port = endpoints.element().port();
        LOG.info(
                "HTTP API on {}://{}:{}",
                security.tls().isPresent() ? "https" : "http",
                host(),
                port);
        return port;
    }

    private void openIso8583() {
        if (context.iso8583().isEmpty()) {
            return;
        }
        iso8583 =
                new Iso8583Listeners(
                        vertx,
                        gate,
                        loop -> new EventSubmitter(context, engine, standIns, metrics, loop),
                        context.formats(),
                        context.registry());
        for (Iso8583Context listener : context.iso8583()) {
            try {
                await(iso8583.open(listener, context.eventLoops()));
            } catch (ExecutionException | TimeoutException e) {
                close();
                throw cannotListen(listener.name(), listener.host(), listener.port(), e);
            } catch (AccessException e) {
                close();
                throw e;
            }
        }
        LOG.info("ISO 8583 on ports {}", iso8583.ports());
    }

    /** Ports of the listeners for ISO 8583, in the order of the context. */
    public List<Integer> iso8583Ports() {
        return iso8583 == null ? List.of() : iso8583.ports();
    }

    /** Whether decisions can be asked for, as {@code /health/ready} says. Any thread. */
    public boolean isReady() {
        return engine != null && !gate.isClosed() && engine.session().isOpen();
    }

    /**
     * Answers have come on the session, or may have: they are taken now. For whoever brings them,
     * where the client is set to be polled ({@code RetryingContext.polled}). Any thread; does not
     * block.
     */
    public void answersCame() {
        AnswerCall call = answerCall;
        if (call != null) {
            call.answersCame();
        }
    }

    /** Requests for decisions not yet answered. Any thread. */
    public int inFlight() {
        return gate.inFlight();
    }

    /**
     * Drains and stops: new requests are answered 503, for the lame duck's time at least, those in
     * flight are waited for as long as the context says, then connections are closed, and the
     * gateway's own session. Idempotent.
     */
    @Override
    public void close() {
        if (vertx == null || metrics == null) {
            return;
        }
        long begin = System.nanoTime();
        try {
            awaitAnswers();
            TimeUnit.NANOSECONDS.sleep(context.lameDuckNs() - (System.nanoTime() - begin));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            await(vertx.close());
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("HTTP API did not stop cleanly: {}", e.getClass().getName());
        }
        if (security != null) {
            security.close();
        }
        if (iso8583 != null) {
            iso8583.close();
        }
        standIns.close();
        closeOwnEngine();
        metrics.close();
        metrics = null;
    }

    private void awaitAnswers() throws InterruptedException {
        try {
            gate.close().get(context.drainTimeoutNs(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            LOG.warn("HTTP API stops with {} requests unanswered", gate.inFlight());
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void closeOwnEngine() {
        if (context.engineClient() == null) {
            engine.close();
        }
    }

    private VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(context.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setMaxEventLoopExecuteTimeUnit(TimeUnit.SECONDS)
                .setMaxEventLoopExecuteTime(MAX_EVENT_LOOP_SECONDS)
                .setFileSystemOptions(
                        new FileSystemOptions()
                                .setFileCachingEnabled(false)
                                .setClassPathResolvingEnabled(false));
    }

    private static GatewayException cannotListen(
            String listener, String host, int port, Exception failure) {
        Throwable cause = failure instanceof ExecutionException ? failure.getCause() : failure;
        String where = listener + ": cannot listen on " + host + ":" + port;
        if (cause instanceof BindException
                && String.valueOf(cause.getMessage()).contains("in use")) {
            return new GatewayException(where + ": the port is in use", cause);
        }
        return new GatewayException(where + ": " + cause.getMessage(), cause);
    }

    private String host() {
        String host = context.host();
        return host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    }

    private static void await(Future<?> future) throws ExecutionException, TimeoutException {
        try {
            future.toCompletionStage()
                    .toCompletableFuture()
                    .get(STEP_TIMEOUT_NS, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GatewayException("gateway: interrupted", e);
        }
    }
}
