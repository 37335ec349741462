package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.format.Formats;
import dev.peregrine.gateway.http.EventSubmitter;
import dev.peregrine.gateway.http.RequestGate;
import dev.peregrine.gateway.security.ListenerSecurity;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.vertx.core.Context;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** The listeners for ISO 8583 of a gateway. Opened and closed by the launching thread. */
public final class Iso8583Listeners implements AutoCloseable {
    private final Vertx vertx;
    private final RequestGate gate;
    private final Function<Context, EventSubmitter> submitters;
    private final Formats formats;
    private final Iso8583Metrics metrics;
    private final List<ListenerSecurity> securities = new ArrayList<>();
    private final List<Queue<Iso8583Endpoint>> endpoints = new ArrayList<>();

    /**
     * @param gate of the gateway, shared with HTTP
     * @param submitters makes what sends events, for an event loop
     * @param formats with the table, and the secret of tokens
     */
    public Iso8583Listeners(
            Vertx vertx,
            RequestGate gate,
            Function<Context, EventSubmitter> submitters,
            Formats formats,
            PrometheusRegistry registry) {
        this.vertx = vertx;
        this.gate = gate;
        this.submitters = submitters;
        this.formats = formats;
        this.metrics = new Iso8583Metrics(registry);
    }

    /**
     * Opens a listener.
     *
     * @param eventLoops on how many
     * @return fails when the port cannot be bound
     * @throws dev.peregrine.gateway.security.AccessException when a file of certificates cannot be
     *     used
     */
    public Future<?> open(Iso8583Context context, int eventLoops) {
        ListenerSecurity security = ListenerSecurity.open(context.access(), vertx);
        securities.add(security);
        Queue<Iso8583Endpoint> all = new ConcurrentLinkedQueue<>();
        endpoints.add(all);
        AtomicInteger connections = new AtomicInteger();
        return vertx.deployVerticle(
                () -> {
                    Iso8583Endpoint endpoint =
                            new Iso8583Endpoint(
                                    context, security, connections, loop -> loop(context, loop));
                    all.add(endpoint);
                    return endpoint;
                },
                new DeploymentOptions().setInstances(eventLoops));
    }

    private Iso8583Loop loop(Iso8583Context context, Context eventLoop) {
        return new Iso8583Loop(
                context,
                submitters.apply(eventLoop),
                gate,
                metrics,
                formats.iso8583(),
                formats.tokenSecret().tokens());
    }

    /** The ports that were bound, in the order of opening. */
    public List<Integer> ports() {
        List<Integer> ports = new ArrayList<>();
        endpoints.forEach(all -> ports.add(all.element().port()));
        return Collections.unmodifiableList(ports);
    }

    /** Forgets files of certificates and metrics; the connections end with Vert.x. */
    @Override
    public void close() {
        securities.forEach(ListenerSecurity::close);
        metrics.close();
    }
}
