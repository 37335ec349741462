package dev.peregrine.latency.floor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.peregrine.node.runtime.TimeSlices;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/**
 * Floor of an HTTP round trip: a bare Vert.x server with one event loop, which parses the request's
 * JSON to its end and answers a fixed JSON object.
 */
public final class HttpEcho implements AutoCloseable {
    private static final int OK = 200;
    private static final int BAD_REQUEST = 400;
    private static final int STEP_SECONDS = 20;

    private final JsonFactory factory = new JsonFactory();
    private final Vertx vertx;
    private final HttpServer server;
    private final Buffer answer;

    /**
     * Listens on a free port of the loopback interface.
     *
     * @param answerLength length of the answer in bytes, at least 20
     */
    public HttpEcho(int answerLength) throws Exception {
        answer = Buffer.buffer("{\"text\":\"" + "x".repeat(answerLength - 11) + "\"}");
        vertx =
                Vertx.vertx(
                        new VertxOptions()
                                .setEventLoopPoolSize(1)
                                .setWorkerPoolSize(1)
                                .setInternalBlockingPoolSize(1));
        vertx.runOnContext(ignored -> TimeSlices.shortenOwn());
        server =
                vertx.createHttpServer()
                        .requestHandler(request -> request.bodyHandler(b -> echo(request, b)))
                        .listen(0, "127.0.0.1")
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(STEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Where it listens. */
    public int port() {
        return server.actualPort();
    }

    private void echo(HttpServerRequest request, Buffer body) {
        boolean valid = false;
        try (JsonParser parser = factory.createParser(body.getBytes())) {
            int depth = 0;
            JsonToken token;
            while ((token = parser.nextToken()) != null) {
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token.isScalarValue()) {
                    valid |= parser.getTextLength() > 0;
                }
            }
            valid &= depth == 0;
        } catch (IOException e) {
            valid = false;
        }
        request.response()
                .setStatusCode(valid ? OK : BAD_REQUEST)
                .putHeader("content-type", "application/json; charset=" + StandardCharsets.UTF_8)
                .end(answer);
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
