package dev.peregrine.gateway.http;

import dev.peregrine.gateway.json.FieldError;
import dev.peregrine.gateway.json.Problem;
import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.gateway.security.RateLimiter;
import dev.peregrine.protocol.codec.RejectCode;
import java.util.List;
import java.util.Locale;

/** Says an engine's refusal in the terms of HTTP. */
final class Rejections {
    private Rejections() {}

    /**
     * What to answer to an event that was refused.
     *
     * @param field name in the schema; may be empty
     * @param value its value; may be empty
     * @param detail the engine's words; told only where the request is at fault
     */
    static Problem problem(RejectCode code, String field, String value, String detail) {
        ProblemType type = typeOf(code);
        if (type.status() >= 429) {
            return Problem.of(type, plainDetail(type));
        }
        String words = detail.isEmpty() ? type.title() : detail;
        if (field.isEmpty()) {
            return Problem.of(type, words);
        }
        return Problem.ofFields(type, List.of(new FieldError(jsonName(field), value, words)));
    }

    /** What to answer to a caller that is above its rate. */
    static Problem tooFast(RateLimiter rate) {
        return Problem.of(
                ProblemType.RATE_LIMITED,
                "the key or token may make "
                        + rate.rate()
                        + " requests a second, and "
                        + rate.burst()
                        + " at once");
    }

    private static ProblemType typeOf(RejectCode code) {
        return switch (code) {
            case INVALID_FIELD -> ProblemType.INVALID_FIELD;
            case WRONG_TENANT -> ProblemType.WRONG_TENANT;
            case OVERLOADED -> ProblemType.OVERLOADED;
            case CONFLICT -> ProblemType.EVENT_ID_CONFLICT;
            case NO_POLICY -> ProblemType.NO_POLICY;
            case NO_EXCHANGE_RATE -> ProblemType.NO_EXCHANGE_RATE;
            case TOO_EARLY, TOO_LATE -> ProblemType.EVENT_TIME_REFUSED;
            case CAPACITY -> ProblemType.CAPACITY;
            case SHUTTING_DOWN -> ProblemType.SHUTTING_DOWN;
            case QUARANTINED, UNKNOWN_TARGET -> ProblemType.NOT_PROCESSABLE;
            case NOT_READY, UNKNOWN_SESSION, NOT_AUTHENTICATED -> ProblemType.UNAVAILABLE;
            case DECISION_UNAVAILABLE -> ProblemType.DECISION_UNAVAILABLE;
            default -> ProblemType.ENGINE_MISMATCH;
        };
    }

    private static String plainDetail(ProblemType type) {
        return switch (type) {
            case OVERLOADED -> "the engine's queue is full; try again later";
            case SHUTTING_DOWN -> "the engine is stopping; try again later";
            case UNAVAILABLE -> "the engine is not ready; try again later";
            case NO_POLICY -> "the tenant has no active policy";
            case CAPACITY -> "an entity type of the policy is full";
            default -> "the engine did not understand the gateway; their versions may differ";
        };
    }

    /** Names in JSON are those of the schema with underscores, and without its units. */
    private static String jsonName(String field) {
        StringBuilder name = new StringBuilder(field.length() + 4);
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (Character.isUpperCase(c)) {
                name.append('_');
            }
            name.append(c);
        }
        return name.toString().toLowerCase(Locale.ROOT).replaceFirst("_(ns|micro)$", "");
    }
}
