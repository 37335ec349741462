package dev.peregrine.gateway.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.ScriptedEngine;
import dev.peregrine.gateway.SessionState;
import dev.peregrine.gateway.http.TestCertificates;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.TlsFiles;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Peers that show certificates, and those that do not. */
@Timeout(60)
class Iso8583TlsTest {
    private static final Iso8583Version V1987 = Iso8583Version.V1987;

    @TempDir private Path directory;

    @Test
    void shouldServeTheTenantOfTheCertificate() throws Exception {
        TestCertificates certificates =
                new TestCertificates(directory)
                        .authority("root")
                        .signed("gateway", "root")
                        .signed("acquirer-1", "root")
                        .signed("acquirer-2", "root")
                        .signed("stranger", "root");
        certificates.writeCertificate("gateway", directory.resolve("gateway.pem"));
        certificates.writeKey("gateway", directory.resolve("gateway.key"));
        certificates.writeCertificate("root", directory.resolve("root.pem"));
        ScriptedEngine engine = new ScriptedEngine();
        engine.session(SessionState.open(Map.of("acme", 1, "other", 2)));
        engine.hold();
        Iso8583Context listener =
                new Iso8583Context()
                        .port(0)
                        .certificateTenants(Map.of("acquirer-1", "1", "acquirer-2", "other"))
                        .access(
                                new AccessContext()
                                        .tls(
                                                Optional.of(
                                                        new TlsFiles(
                                                                directory.resolve("gateway.pem"),
                                                                directory.resolve("gateway.key"),
                                                                Optional.of(
                                                                        directory.resolve(
                                                                                "root.pem")),
                                                                true))));
        try (Gateway gateway =
                new Gateway(
                        new GatewayContext()
                                .port(0)
                                .engineClient(engine)
                                .iso8583(List.of(listener)))) {
            gateway.start();
            int port = gateway.iso8583Ports().get(0);
            for (int tenant = 1; tenant <= 2; tenant++) {
                try (IsoPeer peer = connect(certificates, "acquirer-" + tenant, port)) {
                    peer.send("0100", IsoSamples.purchase(V1987, tenant));
                    ScriptedEngine.Pending sent = engine.take();
                    assertThat(sent.tenantId()).isEqualTo(tenant);
                    sent.decide();
                    assertThat(peer.receive()).containsEntry(39, "1A");
                }
            }
            try (IsoPeer peer = connect(certificates, "stranger", port)) {
                assertThat(peer.isClosed()).isTrue();
            }
            assertThatThrownBy(
                            () -> {
                                try (IsoPeer peer = connect(certificates, null, port)) {
                                    peer.ask("0800", IsoSamples.network(V1987, "301", 1));
                                }
                            })
                    .isInstanceOf(IOException.class);
        }
    }

    private static IsoPeer connect(TestCertificates certificates, String name, int port)
            throws Exception {
        SSLSocket socket =
                (SSLSocket)
                        certificates
                                .client("root", name)
                                .getSocketFactory()
                                .createSocket(InetAddress.getLoopbackAddress(), port);
        return new IsoPeer(V1987, Iso8583Encoding.ASCII, socket);
    }

    @Test
    void shouldNotListenForOtherMachinesWithoutCertificates() {
        Iso8583Context open = new Iso8583Context().host("0.0.0.0");

        assertThatThrownBy(open::conclude)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("needs tls with client-ca");
        assertThat(open.access(new AccessContext().insecure(true)).conclude()).isSameAs(open);
    }
}
