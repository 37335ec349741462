package dev.peregrine.gateway.security;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Optional;

/** What a listener asks of its callers. Default: nothing. Not to be changed after the launch. */
public final class AccessContext {
    private Optional<TlsFiles> tls = Optional.empty();
    private Optional<Path> keysFile = Optional.empty();
    private Optional<JwtContext> jwt = Optional.empty();
    private KeyListener keyListener = KeyListener.NONE;
    private boolean insecure;

    /** Certificate, key, and whose certificates callers show. Default: none, plain HTTP. */
    public AccessContext tls(Optional<TlsFiles> value) {
        tls = value;
        return this;
    }

    public Optional<TlsFiles> tls() {
        return tls;
    }

    /** File of API keys. Default: none. */
    public AccessContext keysFile(Optional<Path> value) {
        keysFile = value;
        return this;
    }

    public Optional<Path> keysFile() {
        return keysFile;
    }

    /** Told of changes in the file of keys. Default: nobody. */
    public AccessContext keyListener(KeyListener value) {
        keyListener = value;
        return this;
    }

    public KeyListener keyListener() {
        return keyListener;
    }

    /** Which tokens are taken. Default: none. */
    public AccessContext jwt(Optional<JwtContext> value) {
        jwt = value;
        return this;
    }

    public Optional<JwtContext> jwt() {
        return jwt;
    }

    /** Whether to do without TLS, keys and tokens where other machines can call. Default: no. */
    public AccessContext insecure(boolean value) {
        insecure = value;
        return this;
    }

    public boolean insecure() {
        return insecure;
    }

    /** Whether callers have to say who they are. */
    public boolean asksForCredentials() {
        return keysFile.isPresent() || jwt.isPresent();
    }

    /** What is missing to listen on an address; empty when nothing is. */
    public Optional<String> missingFor(InetAddress address) {
        if (insecure || address.isLoopbackAddress() || (tls.isPresent() && asksForCredentials())) {
            return Optional.empty();
        }
        String wanted = tls.isPresent() ? "keys-file or jwt" : "tls";
        if (tls.isEmpty() && !asksForCredentials()) {
            wanted = "tls, and keys-file or jwt";
        }
        return Optional.of(
                "can be reached by other machines, so it needs "
                        + wanted
                        + "; insecure: true does without");
    }
}
