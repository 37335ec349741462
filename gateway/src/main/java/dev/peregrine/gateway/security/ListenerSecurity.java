package dev.peregrine.gateway.security;

import io.vertx.core.Vertx;
import io.vertx.core.net.ServerSSLOptions;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** TLS and access of one listener, kept up to date with their files. Any thread. */
public final class ListenerSecurity implements AutoCloseable {
    private final FileWatch files = new FileWatch();
    private final List<Consumer<ServerSSLOptions>> listeners = new CopyOnWriteArrayList<>();
    private final AccessControl access;
    private volatile Optional<ServerSSLOptions> tls = Optional.empty();

    private ListenerSecurity(AccessContext context, Vertx vertx) {
        context.tls()
                .ifPresent(
                        pem ->
                                files.add(
                                        pem.paths(),
                                        contents -> changed(pem.options(vertx, contents))));
        access = AccessControl.open(context, files);
    }

    /**
     * Reads all files and begins to watch them.
     *
     * @throws AccessException when one of them cannot be used
     */
    public static ListenerSecurity open(AccessContext context, Vertx vertx) {
        ListenerSecurity security = new ListenerSecurity(context, vertx);
        security.files.start();
        return security;
    }

    private void changed(ServerSSLOptions options) {
        tls = Optional.of(options);
        listeners.forEach(listener -> listener.accept(options));
    }

    /** Who makes a request. */
    public AccessControl access() {
        return access;
    }

    /** What a server begins with; empty for plain HTTP. */
    public Optional<ServerSSLOptions> tls() {
        return tls;
    }

    /** Tells, on another thread, what a server is to go on with when the files have changed. */
    public void onTlsChange(Consumer<ServerSSLOptions> listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        files.close();
        access.close();
    }
}
