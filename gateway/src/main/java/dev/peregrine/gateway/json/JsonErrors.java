package dev.peregrine.gateway.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words a parser's complaint for the caller: the place and the reason, without the parser's own
 * terms.
 */
final class JsonErrors {
    private static final Pattern SOURCE =
            Pattern.compile("\\[Source: [^\\]]*?; (line: [^\\]]*)\\]");
    private static final Pattern PARSER_OPTION = Pattern.compile(": enable `[^`]*` to allow");
    private static final Pattern PARSER_FEATURE =
            Pattern.compile(" \\(not recognized as one since Feature '[^']*' not enabled[^)]*\\)");
    private static final Pattern TOKEN = Pattern.compile("(Unrecognized token) '[^']*'");
    private static final Pattern LONG_NUMBER = Pattern.compile("[0-9]{9}");
    private static final int MAX_LENGTH = 200;

    private JsonErrors() {}

    static Problem malformed(JsonProcessingException e) {
        JsonLocation place = e.getLocation();
        String reason = reason(e.getOriginalMessage());
        return place == null ? malformed(reason, 0, 0) : malformed(reason, place);
    }

    static Problem malformed(String reason, JsonLocation place) {
        return malformed(reason, place.getLineNr(), place.getColumnNr());
    }

    static Problem malformed(String reason, int line, int column) {
        String place = line > 0 ? "line " + line + ", column " + column + ": " : "";
        return new Problem(
                ProblemType.MALFORMED_JSON,
                place + reason,
                List.of(),
                Math.max(0, line),
                Math.max(0, column));
    }

    private static String reason(String message) {
        String plain = SOURCE.matcher(message).replaceAll("$1");
        plain = TOKEN.matcher(plain).replaceAll("$1");
        if (LONG_NUMBER.matcher(plain).find()) {
            return "not well-formed";
        }
        plain = PARSER_FEATURE.matcher(plain).replaceAll("");
        plain = PARSER_OPTION.matcher(plain).replaceAll(" is not allowed");
        return plain.length() > MAX_LENGTH ? plain.substring(0, MAX_LENGTH) + "..." : plain;
    }
}
