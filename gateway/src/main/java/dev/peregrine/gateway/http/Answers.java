package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;

/** Sends bodies. On the response's event loop only. */
final class Answers {
    static final CharSequence JSON = HttpHeaders.createOptimized("application/json");
    static final CharSequence NDJSON = HttpHeaders.createOptimized("application/x-ndjson");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    private static final CharSequence PROBLEM_JSON =
            HttpHeaders.createOptimized("application/problem+json");
    static final CharSequence RETRY_AFTER = HttpHeaders.createOptimized("retry-after");
    private static final CharSequence RETRY_AFTER_SECONDS = HttpHeaders.createOptimized("1");
    private static final int PROBLEM_CAPACITY = 512;

    private Answers() {}

    static Future<Void> problem(
            HttpServerResponse response, Problem problem, GatewayMetrics metrics) {
        metrics.onAnswer(problem.type().status());
        return problem(response, problem);
    }

    /** The same where answers are not counted. */
    static Future<Void> problem(HttpServerResponse response, Problem problem) {
        BufferOutputStream out = new BufferOutputStream(PROBLEM_CAPACITY);
        DecisionJson.writeProblem(problem, out);
        if (problem.type().isPassing() && !response.headers().contains(RETRY_AFTER)) {
            response.putHeader(RETRY_AFTER, RETRY_AFTER_SECONDS);
        }
        response.setStatusCode(problem.type().status());
        return send(response, PROBLEM_JSON, out.buffer());
    }

    static Future<Void> send(HttpServerResponse response, CharSequence contentType, Buffer body) {
        if (response.ended() || response.closed()) {
            return Future.succeededFuture();
        }
        return response.putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CACHE_CONTROL, NO_STORE)
                .end(body);
    }
}
