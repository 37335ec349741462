package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.http.Caller;
import dev.peregrine.gateway.security.ListenerSecurity;
import io.netty.channel.ChannelFuture;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.ServerSSLOptions;
import io.vertx.core.net.SocketAddress;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A listener on one event loop. All endpoints of a listener share its port. */
public final class Iso8583Endpoint extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Iso8583Endpoint.class);
    private static final long CHECK_INTERVAL_MS = 100;

    private final Iso8583Context listener;
    private final ListenerSecurity security;
    private final AtomicInteger connections;
    private final Function<Context, Iso8583Loop> loops;
    private final Set<Iso8583Connection> open = new HashSet<>();
    private Iso8583Loop loop;
    private NetServer server;

    /**
     * @param connections of the listener, on all event loops
     * @param loops makes what the connections of an event loop share
     */
    Iso8583Endpoint(
            Iso8583Context listener,
            ListenerSecurity security,
            AtomicInteger connections,
            Function<Context, Iso8583Loop> loops) {
        this.listener = listener;
        this.security = security;
        this.connections = connections;
        this.loops = loops;
    }

    @Override
    public Future<?> start() {
        loop = loops.apply(context);
        server = vertx.createNetServer(options()).connectHandler(this::connected);
        security.onTlsChange(
                tls ->
                        server.updateSSLOptions(tls)
                                .onFailure(
                                        failure ->
                                                LOG.warn(
                                                        "{}: the certificate cannot be put to use:"
                                                                + " {}",
                                                        listener.name(),
                                                        failure.getClass().getName())));
        vertx.setPeriodic(CHECK_INTERVAL_MS, ignored -> check());
        return server.listen(address());
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.close();
    }

    /** The port that was bound. */
    int port() {
        return server.actualPort();
    }

    private SocketAddress address() {
        String host = listener.address().getHostAddress();
        return listener.port() == 0
                ? SocketAddress.sharedRandomPort(sharedId(), host)
                : SocketAddress.inetSocketAddress(listener.port(), host);
    }

    /** Tells this listener's free port from those of others. */
    private int sharedId() {
        return 2 + Math.floorMod(listener.name().hashCode(), Integer.MAX_VALUE - 2);
    }

    private NetServerOptions options() {
        NetServerOptions options = new NetServerOptions();
        options.setTcpNoDelay(true)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(
                        (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(listener.idleTimeoutNs())));
        Optional<ServerSSLOptions> tls = security.tls();
        tls.ifPresent(
                ssl ->
                        options.setSsl(true)
                                .setKeyCertOptions(ssl.getKeyCertOptions())
                                .setTrustOptions(ssl.getTrustOptions())
                                .setClientAuth(ssl.getClientAuth())
                                .setEnabledSecureTransportProtocols(
                                        ssl.getEnabledSecureTransportProtocols()));
        return options;
    }

    private void connected(NetSocket socket) {
        int now = connections.incrementAndGet();
        loop.metrics().onConnections(listener.name(), 1);
        socket.closeHandler(ignored -> gone());
        if (now > listener.maxConnections()) {
            close(loop, socket, CloseReason.TOO_MANY);
            return;
        }
        Optional<String> tenant = tenant(socket);
        if (tenant.isEmpty()) {
            close(loop, socket, CloseReason.NO_TENANT);
            return;
        }
        Iso8583Connection connection =
                new Iso8583Connection(loop, socket, Caller.ofTenant(tenant.get()));
        open.add(connection);
        socket.closeHandler(
                ignored -> {
                    open.remove(connection);
                    connection.closed();
                    gone();
                });
    }

    private void gone() {
        connections.decrementAndGet();
        loop.metrics().onConnections(listener.name(), -1);
    }

    /** Whose a connection is; empty when its certificate is for nobody. */
    private Optional<String> tenant(NetSocket socket) {
        if (listener.certificateTenants().isEmpty()) {
            return Optional.of(listener.tenant());
        }
        return commonName(socket.sslSession()).map(listener.certificateTenants()::get);
    }

    private static Optional<String> commonName(SSLSession session) {
        try {
            Certificate[] shown = session == null ? null : session.getPeerCertificates();
            if (shown == null || !(shown[0] instanceof X509Certificate own)) {
                return Optional.empty();
            }
            for (Rdn part : new LdapName(own.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    return Optional.of(part.getValue().toString());
                }
            }
            return Optional.empty();
        } catch (SSLPeerUnverifiedException | InvalidNameException e) {
            return Optional.empty();
        }
    }

    private void check() {
        long nowNs = System.nanoTime();
        List.copyOf(open).forEach(connection -> connection.check(nowNs));
    }

    /** Closes, counts and logs; never what was sent. */
    static void close(Iso8583Loop loop, NetSocket socket, CloseReason reason) {
        String name = loop.context().name();
        loop.metrics().onClose(name, reason);
        LOG.warn("{}: {} is disconnected: {}", name, socket.remoteAddress(), reason.text());
        if (reason == CloseReason.SLOW_READER) {
            // at once: an orderly end would wait until the answers are read
            ChannelFuture unused = ((NetSocketInternal) socket).channelHandlerContext().close();
        } else {
            socket.close();
        }
    }
}
