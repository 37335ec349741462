package dev.peregrine.node.runtime;

import dev.peregrine.client.ClientContext;
import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.gateway.standin.SpoolException;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The HTTP gateway beside a node: a client of it like any other, over ipc. */
public final class Gateways implements AutoCloseable {
    private static final int RESPONSE_STREAM_ID = 1902;
    private static final long SESSION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = 1_000_000;

    private final Gateway gateway;
    private final int port;
    private final EventThread eventThread;

    private Gateways(Gateway gateway, int port, EventThread eventThread) {
        this.gateway = gateway;
        this.port = port;
        this.eventThread = eventThread;
    }

    /**
     * Begins to warm up the code of the gateway, which takes about a second of class loading, on a
     * thread of its own that nobody has to wait for.
     */
    public static Thread beginWarmUp(NodeConfig config) {
        int requests = config.warmUp().requests();
        long limitNs = config.warmUp().timeLimit().toNanos();
        Thread thread = new Thread(() -> GatewayWarmUp.run(requests, limitNs), "gateway-warm-up");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /**
     * Warms up, and starts the gateway of a node. Blocks until it listens and its session with the
     * node is open, or has not opened for a while: then {@code /health/ready} says why.
     *
     * @throws UserException when the port is taken
     */
    public static Gateways start(NodeConfig config, PeregrineNode node) {
        return start(config, node, beginWarmUp(config));
    }

    /**
     * The same, when the warm-up has been begun before.
     *
     * @param warmUp from {@link #beginWarmUp}
     */
    public static Gateways start(NodeConfig config, PeregrineNode node, Thread warmUp) {
        await(warmUp);
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new NodeCollector(node));
        registry.register(new StageCollector(node.latency().totals()));
        registry.register(new PolicyCollector(node.activator(), config.tenants().orElseThrow()));
        registry.register(
                new StateCollector(node.metrics().state(), config.tenants().orElseThrow()));
        registry.register(
                new LearnerCollector(
                        node.metrics().state().learners(), config.tenants().orElseThrow()));
        SideServices side = node.side();
        side.evidence().ifPresent(e -> registry.register(new EvidenceCollector(e)));
        side.lane().ifPresent(lane -> registry.register(new LaneCollector(lane)));
        registry.register(new DriftCollector(side.monitors(), config.tenants().orElseThrow()));
        ClientContext session =
                new ClientContext()
                        .aeronDirectoryName(node.aeronDirectoryName())
                        .ingressChannel(LocalAccess.CHANNEL)
                        .ingressStreamId(config.ingress().stream())
                        .responseStreamId(RESPONSE_STREAM_ID)
                        .credential(node.localCredential())
                        .clientName(LocalAccess.CLIENT_NAME);
        GatewayContext context =
                GatewayParts.context(config, session)
                        .registry(registry)
                        .policies(node.activePolicies());
        context.client().polled(node.eventThread().letsOut());
        context.access().keyListener(node.keyAudit());
        side.lane().ifPresent(l -> context.side(l.store()).challengers(l.lane()::report));
        side.evidence()
                .ifPresent(
                        e ->
                                context.evidence(e.store())
                                        .bundles(node.bundles())
                                        .originalSource(
                                                (tenantId, eventId) ->
                                                        CompletableFuture.supplyAsync(
                                                                () ->
                                                                        e.store()
                                                                                .original(
                                                                                        tenantId,
                                                                                        eventId))));
        Gateway gateway = new Gateway(context);
        try {
            int port = gateway.start();
            node.eventThread().attach(gateway::answersCame);
            awaitSession(gateway, SESSION_TIMEOUT_NS);
            TimeSlices.shorten(node.aeronDirectoryName());
            return new Gateways(gateway, port, node.eventThread());
        } catch (AccessException e) {
            gateway.close();
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        } catch (GatewayException e) {
            gateway.close();
            throw failure(e);
        }
    }

    /** Port on which it listens. */
    public int port() {
        return port;
    }

    /** Ports of the listeners for ISO 8583, in the order of the configuration. */
    public List<Integer> iso8583Ports() {
        return gateway.iso8583Ports();
    }

    /** Answers what is in flight, and stops. */
    @Override
    public void close() {
        gateway.close();
        eventThread.detach();
    }

    static void await(Thread warmUp) {
        try {
            warmUp.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A gateway that does not start, as the user is told. */
    static UserException failure(GatewayException e) {
        boolean isSpool = e.getCause() instanceof SpoolException;
        return new UserException(
                isSpool ? ExitCode.FAILURE : ExitCode.PORT_IN_USE, e.getMessage(), e);
    }

    /** Waits for a session, up to a time. */
    static void awaitSession(Gateway gateway, long timeoutNs) {
        long startNanos = System.nanoTime();
        while (!gateway.isReady()
                && System.nanoTime() - startNanos < timeoutNs
                && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(POLL_NS);
        }
    }
}
