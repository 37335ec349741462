package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.ScriptedEngine;
import dev.peregrine.gateway.security.AccessContext;
import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.gateway.security.TlsFiles;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates of the gateway and of its callers. */
@Timeout(120)
class TlsTest {
    @TempDir private static Path shared;
    private static TestCertificates certificates;

    private final HttpFixture http = new HttpFixture();

    @TempDir private Path directory;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates =
                new TestCertificates(shared)
                        .authority("ca")
                        .signed("gateway", "ca")
                        .signed("renewed", "ca")
                        .signed("caller", "ca")
                        .authority("other-ca")
                        .signed("stranger", "other-ca");
    }

    @AfterEach
    void stop() {
        http.close();
    }

    @Test
    void shouldServeTls12And13Only() throws Exception {
        start("gateway", Optional.empty(), true);
        SSLContext client = certificates.client("ca", null);

        assertThat(get(client).statusCode()).isEqualTo(200);
        assertThat(get(client).version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        assertThat(handshake(client, "TLSv1.2").getProtocol()).isEqualTo("TLSv1.2");
        assertThat(handshake(client, "TLSv1.3").getProtocol()).isEqualTo("TLSv1.3");
        assertThatThrownBy(() -> get(certificates.client("other-ca", null)))
                .isInstanceOf(IOException.class);
        assertThat(http.raw("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"))
                .doesNotContain("200 OK");
    }

    @Test
    void shouldPutARenewedCertificateToUseWithoutARestart() throws Exception {
        http.context.eventLoops(2);
        start("gateway", Optional.empty(), true);
        SSLContext client = certificates.client("ca", null);
        HttpClient kept = HttpClient.newBuilder().sslContext(client).build();
        assertThat(get(kept).statusCode()).isEqualTo(200);
        assertThat(subject(client)).isEqualTo("CN=gateway");

        certificates.writeCertificate("renewed", directory.resolve("tls.pem"));
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(subject(client)).as("the key is the old one's").isEqualTo("CN=gateway");

        certificates.writeKey("renewed", directory.resolve("tls.key"));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!subject(client).equals("CN=renewed")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(50);
        }

        assertThat(get(client).statusCode()).isEqualTo(200);
        assertThat(get(kept).statusCode()).as("an open connection").isEqualTo(200);
        Files.writeString(directory.resolve("tls.pem"), "no certificate");
        TimeUnit.MILLISECONDS.sleep(1_500);
        assertThat(subject(client)).isEqualTo("CN=renewed");
    }

    @Test
    void shouldWantACertificateOfItsAuthorityFromCallers() throws Exception {
        start("gateway", Optional.of("ca"), true);

        assertThat(get(certificates.client("ca", "caller")).statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> get(certificates.client("ca", null)))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get(certificates.client("ca", "stranger")))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldDoWithoutACallersCertificateWhereItIsNotRequired() throws Exception {
        start("gateway", Optional.of("ca"), false);

        assertThat(get(certificates.client("ca", "caller")).statusCode()).isEqualTo(200);
        assertThat(get(certificates.client("ca", null)).statusCode()).isEqualTo(200);
    }

    @Test
    void shouldTellWhatIsWrongWithItsFiles() throws Exception {
        certificates.writeCertificate("gateway", directory.resolve("tls.pem"));
        certificates.writeKey("renewed", directory.resolve("tls.key"));
        assertRefused("is not the key of");

        Files.writeString(directory.resolve("tls.key"), "no key");
        assertRefused("unencrypted private key in PEM");

        Files.delete(directory.resolve("tls.key"));
        assertRefused("tls.key: no such file");
    }

    @Test
    void shouldStartOffTheLoopbackOnlyIfItIsSecure() throws Exception {
        certificates.writeCertificate("gateway", directory.resolve("tls.pem"));
        certificates.writeKey("gateway", directory.resolve("tls.key"));
        TestKeys keys = new TestKeys(directory);
        keys.add(Set.of(1), Scope.DECIDE);
        AccessContext access = new AccessContext();
        GatewayContext context =
                new GatewayContext()
                        .host("0.0.0.0")
                        .port(0)
                        .engineClient(new ScriptedEngine())
                        .access(access);

        assertThatThrownBy(context::conclude)
                .isInstanceOf(GatewayException.class)
                .hasMessageContaining("0.0.0.0")
                .hasMessageContaining("tls, and keys-file or jwt");
        access.tls(Optional.of(tls(Optional.empty(), true)));
        assertThatThrownBy(context::conclude).hasMessageContaining("needs keys-file or jwt");
        access.keysFile(Optional.of(keys.file));
        context.conclude();
        access.tls(Optional.empty());
        assertThatThrownBy(context::conclude).hasMessageContaining("needs tls;");
        access.insecure(true);
        context.conclude();
        access.insecure(false);
        context.host("127.0.0.1").conclude();
    }

    private void start(String name, Optional<String> clientAuthority, boolean required)
            throws Exception {
        certificates.writeCertificate(name, directory.resolve("tls.pem"));
        certificates.writeKey(name, directory.resolve("tls.key"));
        if (clientAuthority.isPresent()) {
            certificates.writeCertificate(clientAuthority.get(), directory.resolve("callers.pem"));
        }
        http.context.access(new AccessContext().tls(Optional.of(tls(clientAuthority, required))));
        http.start();
    }

    private TlsFiles tls(Optional<String> clientAuthority, boolean required) {
        return new TlsFiles(
                directory.resolve("tls.pem"),
                directory.resolve("tls.key"),
                clientAuthority.map(ignored -> directory.resolve("callers.pem")),
                required);
    }

    private void assertRefused(String problem) {
        HttpFixture refused = new HttpFixture();
        refused.context.access(new AccessContext().tls(Optional.of(tls(Optional.empty(), true))));
        assertThatThrownBy(refused::start)
                .isInstanceOf(AccessException.class)
                .hasMessageContaining(problem);
        refused.close();
    }

    private HttpResponse<String> get(SSLContext tls) throws Exception {
        return get(HttpClient.newBuilder().sslContext(tls).build());
    }

    private HttpResponse<String> get(HttpClient client) throws Exception {
        return client.send(
                HttpRequest.newBuilder(
                                URI.create("https://127.0.0.1:" + http.port + "/health/live"))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private String subject(SSLContext tls) throws Exception {
        return ((X509Certificate) handshake(tls, "TLSv1.3").getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private SSLSession handshake(SSLContext tls, String protocol) throws IOException {
        try (SSLSocket socket =
                (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", http.port)) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.startHandshake();
            return socket.getSession();
        }
    }
}
