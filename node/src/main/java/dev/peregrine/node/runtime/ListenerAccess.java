package dev.peregrine.node.runtime;

import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.JwtContext;
import dev.peregrine.gateway.security.TlsFiles;
import dev.peregrine.node.config.NodeConfig;
import java.time.Duration;

/** What a configuration asks of the callers of a listener, in the gateway's terms. */
public final class ListenerAccess {
    private static final String DEFAULT_TENANT_CLAIM = "tenant";
    private static final Duration DEFAULT_LEEWAY = Duration.ofSeconds(30);

    private ListenerAccess() {}

    /** What is asked of callers. */
    public static AccessContext of(NodeConfig.Listener listener) {
        return new AccessContext()
                .tls(listener.tls().map(ListenerAccess::tls))
                .keysFile(listener.keysFile())
                .jwt(listener.jwt().map(ListenerAccess::jwt))
                .insecure(listener.insecure());
    }

    static TlsFiles tls(NodeConfig.Tls tls) {
        return new TlsFiles(
                tls.certificate(),
                tls.key(),
                tls.clientCa(),
                tls.clientCertificateRequired().orElse(true));
    }

    private static JwtContext jwt(NodeConfig.Jwt jwt) {
        int rate = jwt.rate().orElse(0);
        return new JwtContext(
                jwt.issuer(),
                jwt.audience(),
                jwt.keys(),
                jwt.tenantClaim().orElse(DEFAULT_TENANT_CLAIM),
                jwt.leeway().orElse(DEFAULT_LEEWAY),
                rate,
                jwt.burst().orElse(rate));
    }
}
