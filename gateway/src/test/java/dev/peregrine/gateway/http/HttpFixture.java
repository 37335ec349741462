package dev.peregrine.gateway.http;

import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.ScriptedEngine;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** A gateway on a free port, its scripted engine and a client. */
final class HttpFixture implements AutoCloseable {
    final ScriptedEngine engine = new ScriptedEngine();
    final GatewayContext context = new GatewayContext().port(0).engineClient(engine);
    final HttpClient client = HttpClient.newHttpClient();
    Gateway gateway;
    int port;

    HttpFixture start() {
        gateway = new Gateway(context);
        port = gateway.start();
        return this;
    }

    URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    HttpRequest.Builder request(String body) {
        return request("/v1/decisions", "application/json", body.getBytes(StandardCharsets.UTF_8));
    }

    HttpRequest.Builder request(String path, String contentType, byte[] body) {
        return HttpRequest.newBuilder(uri(path))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", contentType)
                .POST(BodyPublishers.ofByteArray(body));
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return send(request(path, "application/json", body.getBytes(StandardCharsets.UTF_8)));
    }

    HttpResponse<String> postLines(String body) throws IOException, InterruptedException {
        return send(
                request(
                        "/v1/decisions/batch",
                        "application/x-ndjson",
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    HttpResponse<String> post(String body) throws IOException, InterruptedException {
        return send(request(body));
    }

    CompletableFuture<HttpResponse<String>> postAsync(String body) {
        return client.sendAsync(request(body).build(), BodyHandlers.ofString());
    }

    HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).GET());
    }

    HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }

    Socket connect() throws IOException {
        return new Socket(InetAddress.getLoopbackAddress(), port);
    }

    /** Sends bytes as they are and reads until the gateway closes the connection. */
    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        if (gateway != null) {
            gateway.close();
        }
    }
}
