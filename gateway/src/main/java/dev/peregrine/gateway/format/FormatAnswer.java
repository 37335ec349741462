package dev.peregrine.gateway.format;

import dev.peregrine.gateway.json.DecisionJson;
import dev.peregrine.gateway.json.Problem;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * What a peer is answered, in its own format.
 *
 * @param status of HTTP
 * @param contentType of the body
 * @param body as it is sent
 */
@SuppressWarnings("ArrayRecordComponent")
public record FormatAnswer(int status, String contentType, byte[] body) {
    static FormatAnswer xml(int status, byte[] body) {
        return new FormatAnswer(status, "application/xml", body);
    }

    static FormatAnswer json(int status, byte[] body) {
        return new FormatAnswer(status, "application/json", body);
    }

    static FormatAnswer text(int status, String body) {
        return new FormatAnswer(status, "text/plain", body.getBytes(StandardCharsets.US_ASCII));
    }

    /** A problem, for what the peer's format has no word for. */
    public static FormatAnswer problem(Problem problem) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DecisionJson.writeProblem(problem, out);
        return new FormatAnswer(
                problem.type().status(), "application/problem+json", out.toByteArray());
    }
}
