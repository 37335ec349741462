package dev.peregrine.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.gateway.json.Requests;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GatewayTest {
    private final ScriptedEngine engine = new ScriptedEngine();
    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void shouldSayThatThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Gateway gateway = new Gateway(context().port(taken.getLocalPort()))) {
            assertThatThrownBy(gateway::start)
                    .isInstanceOf(GatewayException.class)
                    .hasMessage(
                            "gateway: cannot listen on 127.0.0.1:"
                                    + taken.getLocalPort()
                                    + ": the port is in use");
        }
    }

    @Test
    void shouldAnswerWhatIsInFlightBeforeItCloses() throws Exception {
        Gateway gateway = new Gateway(context());
        int port = gateway.start();
        engine.hold();
        CompletableFuture<HttpResponse<String>> inFlight =
                client.sendAsync(post(port), BodyHandlers.ofString());
        ScriptedEngine.Pending held = engine.take();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);
        HttpResponse<String> ready = awaitStatus(get(port, "/health/ready"), 503);
        HttpResponse<String> refused = client.send(post(port), BodyHandlers.ofString());

        assertThat(ready.body()).contains("the gateway is stopping");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("retry-after")).contains("1");
        assertThat(closed).isNotDone();
        held.decide();

        assertThat(inFlight.get().statusCode()).isEqualTo(200);
        closed.get();
        assertThatThrownBy(() -> client.send(post(port), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
        gateway.close();
    }

    @Test
    void shouldRefuseForTheTimeOfItsLameDuckWhereNothingIsInFlight() throws Exception {
        long lameDuckNs = TimeUnit.SECONDS.toNanos(2);
        Gateway gateway = new Gateway(context().lameDuckNs(lameDuckNs));
        int port = gateway.start();
        long beginNs = System.nanoTime();
        CompletableFuture<Void> closed = CompletableFuture.runAsync(gateway::close);

        awaitStatus(get(port, "/health/ready"), 503);

        assertThat(client.send(post(port), BodyHandlers.ofString()).statusCode()).isEqualTo(503);
        closed.get();
        assertThat(System.nanoTime() - beginNs).isGreaterThanOrEqualTo(lameDuckNs);
        assertThatThrownBy(() -> client.send(post(port), BodyHandlers.ofString()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void shouldNotWaitForeverForAnEngineThatIsSilent() throws Exception {
        Gateway gateway = new Gateway(context().drainTimeoutNs(TimeUnit.MILLISECONDS.toNanos(50)));
        int port = gateway.start();
        engine.hold();
        CompletableFuture<HttpResponse<String>> inFlight =
                client.sendAsync(post(port), BodyHandlers.ofString());
        ScriptedEngine.Pending held = engine.take();

        gateway.close();

        assertThat(inFlight).failsWithin(10, TimeUnit.SECONDS);
        held.decide();
    }

    @Test
    void shouldServeOnSeveralEventLoops() throws Exception {
        try (Gateway gateway = new Gateway(context().eventLoops(3))) {
            int port = gateway.start();
            for (int i = 0; i < 12; i++) {
                HttpClient fresh = HttpClient.newHttpClient();
                assertThat(fresh.send(post(port), BodyHandlers.ofString()).statusCode())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void shouldStartAgainOnTheSameRegistry() {
        GatewayContext context = context().conclude();
        new Gateway(context).close();
        try (Gateway first = new Gateway(context)) {
            assertThat(first.start()).isPositive();
        }
        try (Gateway second = new Gateway(context)) {
            assertThat(second.start()).isPositive();
        }
    }

    @Test
    void shouldKeepNoFiles() throws Exception {
        Set<Path> before = cacheDirectories();
        try (Gateway gateway = new Gateway(context())) {
            int port = gateway.start();
            client.send(post(port), BodyHandlers.ofString());

            assertThat(cacheDirectories()).isSubsetOf(before);
            assertThat(Path.of(".vertx")).doesNotExist();
        }
    }

    @Test
    void shouldNameThePropertyThatIsOutOfRange() {
        assertThatThrownBy(() -> context().port(70_000).conclude())
                .isInstanceOf(GatewayException.class)
                .hasMessage("gateway: port is 70000, must be 0 to 65535");
        assertThatThrownBy(() -> context().eventLoops(0).conclude())
                .hasMessage("gateway: eventLoops is 0, must be 1 to 64");
        assertThatThrownBy(() -> context().host("no such host").conclude())
                .hasMessageContaining("host 'no such host' cannot be resolved");
        assertThatThrownBy(() -> new GatewayContext().conclude())
                .hasMessage("gateway: set either client or engineClient");
    }

    private GatewayContext context() {
        return new GatewayContext().port(0).engineClient(engine);
    }

    private static Set<Path> cacheDirectories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("vertx"))
                    .collect(Collectors.toSet());
        }
    }

    private HttpResponse<String> awaitStatus(HttpRequest request, int status) throws Exception {
        HttpResponse<String> response = client.send(request, BodyHandlers.ofString());
        while (response.statusCode() != status) {
            response = client.send(request, BodyHandlers.ofString());
        }
        return response;
    }

    private static HttpRequest get(int port, String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path)).build();
    }

    private static HttpRequest post(int port) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/v1/decisions"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(Requests.LEAST))
                .build();
    }
}
