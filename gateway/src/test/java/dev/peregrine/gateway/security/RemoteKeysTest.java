package dev.peregrine.gateway.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RemoteKeysTest {
    private final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> used = new LinkedBlockingQueue<>();
    private HttpServer issuer;

    @BeforeEach
    void start() throws IOException {
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        answer("/keys", 200, "{\"keys\":[]}");
        answer("/elsewhere", 302, "");
        answer("/large", 200, "x".repeat((1 << 20) + 1));
        answer("/broken", 500, "");
        issuer.start();
    }

    @AfterEach
    void stop() {
        issuer.stop(0);
    }

    @Test
    void shouldFetchTheKeys() throws Exception {
        try (RemoteKeys keys = keys("/keys")) {
            keys.start();

            assertThat(used.poll(10, TimeUnit.SECONDS)).isEqualTo("{\"keys\":[]}");
        }
    }

    @Test
    void shouldGoNowhereElseAndTakeNothingElse() throws Exception {
        for (String path : new String[] {"/elsewhere", "/large", "/broken"}) {
            try (RemoteKeys keys = keys(path)) {
                keys.start();

                assertThat(asked.poll(10, TimeUnit.SECONDS)).isEqualTo(path);
                assertThat(asked.poll(300, TimeUnit.MILLISECONDS)).as(path).isNull();
            }
        }
        assertThat(used).isEmpty();
    }

    private RemoteKeys keys(String path) {
        URI address = URI.create("http://127.0.0.1:" + issuer.getAddress().getPort() + path);
        return new RemoteKeys(
                address, bytes -> used.add(new String(bytes, StandardCharsets.UTF_8)));
    }

    private void answer(String path, int status, String body) {
        issuer.createContext(
                path,
                exchange -> {
                    asked.add(path);
                    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Location", "/keys");
                    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
                    exchange.getResponseBody().write(bytes);
                    exchange.close();
                });
    }
}
