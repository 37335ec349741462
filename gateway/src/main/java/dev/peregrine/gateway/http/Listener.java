package dev.peregrine.gateway.http;

import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Settings that all listeners share: limits of heads, idle time, TLS. */
final class Listener {
    private static final int MAX_REQUEST_LINE = 2048;
    private static final int MAX_HEADERS = 8192;

    private static final Logger LOG = LoggerFactory.getLogger(Listener.class);

    private Listener() {}

    /** New connections are met with another certificate from now on. Any thread. */
    static void update(HttpServer server, ServerSSLOptions tls) {
        server.updateSSLOptions(tls)
                .onFailure(
                        failure ->
                                LOG.warn(
                                        "the certificate cannot be put to use: {}",
                                        Failures.describe(failure)));
    }

    /**
     * Options of a server.
     *
     * @param tls empty for plain HTTP
     */
    static HttpServerOptions options(long idleTimeoutNs, Optional<ServerSSLOptions> tls) {
        HttpServerOptions options =
                new HttpServerOptions()
                        .setMaxInitialLineLength(MAX_REQUEST_LINE)
                        .setMaxHeaderSize(MAX_HEADERS)
                        .setHttp2ClearTextEnabled(false)
                        .setHandle100ContinueAutomatically(true)
                        .setTcpNoDelay(true)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setIdleTimeout(
                                (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(idleTimeoutNs)));
        tls.ifPresent(
                ssl ->
                        options.setSsl(true)
                                .setUseAlpn(false)
                                .setKeyCertOptions(ssl.getKeyCertOptions())
                                .setTrustOptions(ssl.getTrustOptions())
                                .setClientAuth(ssl.getClientAuth())
                                .setEnabledSecureTransportProtocols(
                                        ssl.getEnabledSecureTransportProtocols()));
        return options;
    }
}
