package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;

/**
 * Requests of which it is not clear where they end or whom they are for: a proxy before the gateway
 * may read them otherwise. Source: RFC 9112, sections 3.2 and 6.3.
 */
final class Framing {
    private static final String CHUNKED = "chunked";

    private Framing() {}

    /** Why a request is not taken, after whose answer its connection is closed; null when it is. */
    static Problem refusal(HttpServerRequest request) {
        List<String> codings = request.headers().getAll(HttpHeaders.TRANSFER_ENCODING);
        boolean isClear =
                codings.isEmpty()
                        || (codings.size() == 1 && CHUNKED.equalsIgnoreCase(codings.get(0)));
        if (!isClear) {
            return Problem.of(
                    ProblemType.MALFORMED_REQUEST,
                    "Transfer-Encoding must be chunked, or left out");
        }
        if (request.headers().getAll(HttpHeaders.HOST).size() > 1) {
            return Problem.of(ProblemType.MALFORMED_REQUEST, "Host must be given once");
        }
        return null;
    }
}
