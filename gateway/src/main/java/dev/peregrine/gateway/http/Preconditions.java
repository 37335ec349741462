package dev.peregrine.gateway.http;

import dev.peregrine.gateway.GatewayContext;
import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a request's head has to fulfil before its body is read. */
final class Preconditions {
    static final String DEADLINE = "Peregrine-Deadline-Ms";
    private static final List<CharSequence> ONCE = List.of("Idempotency-Key", DEADLINE);
    private static final long MAX_DEADLINE_MS =
            TimeUnit.NANOSECONDS.toMillis(GatewayContext.MAX_DEADLINE_NS);
    private static final int MAX_DIGITS = 5;

    private Preconditions() {}

    /** Why the body of a request is not taken; null when it is. */
    static Problem refusal(HttpServerRequest request, boolean mediaTypeFits, String mediaTypes) {
        if (!mediaTypeFits) {
            return Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "Content-Type must be " + mediaTypes + ", in UTF-8");
        }
        if (request.getHeader(HttpHeaders.CONTENT_ENCODING) != null) {
            return Problem.of(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "a body with Content-Encoding is not taken");
        }
        for (CharSequence name : ONCE) {
            if (request.headers().getAll(name).size() > 1) {
                return Problem.ofFields(
                        ProblemType.INVALID_FIELD,
                        List.of(new FieldError(name.toString(), "", "must be given once")));
            }
        }
        return deadlineNs(request, 1) < 0 ? badDeadline() : null;
    }

    /** How long the caller waits, in nanoseconds; -1 when the header is not valid. */
    static long deadlineNs(HttpServerRequest request, long defaultNs) {
        String header = request.getHeader(DEADLINE);
        if (header == null) {
            return defaultNs;
        }
        if (header.isEmpty()
                || header.length() > MAX_DIGITS
                || !header.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return -1;
        }
        long ms = Long.parseLong(header);
        return ms >= 1 && ms <= MAX_DEADLINE_MS ? TimeUnit.MILLISECONDS.toNanos(ms) : -1;
    }

    private static Problem badDeadline() {
        return Problem.ofFields(
                ProblemType.INVALID_FIELD,
                List.of(
                        new FieldError(
                                DEADLINE,
                                "",
                                "must be milliseconds from 1 to " + MAX_DEADLINE_MS)));
    }
}
