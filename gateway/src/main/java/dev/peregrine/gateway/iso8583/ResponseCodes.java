package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.json.ProblemType;
import dev.peregrine.protocol.codec.Action;
import java.util.ArrayList;
import java.util.List;

/** Codes of field 39: of decisions by a table, of everything else by the standard. Immutable. */
final class ResponseCodes {
    private static final List<ResponseRule> OF_1987 =
            List.of(
                    new ResponseRule(Action.APPROVE, "", 0, "00"),
                    new ResponseRule(Action.CHALLENGE, "", 0, "1A"),
                    new ResponseRule(Action.REVIEW, "", 0, "01"),
                    new ResponseRule(Action.DECLINE, "", 0, "05"));
    private static final List<ResponseRule> OF_1993 =
            List.of(
                    new ResponseRule(Action.APPROVE, "", 0, "000"),
                    new ResponseRule(Action.CHALLENGE, "", 0, "108"),
                    new ResponseRule(Action.REVIEW, "", 0, "107"),
                    new ResponseRule(Action.DECLINE, "", 0, "100"));

    private final boolean is1987;
    private final List<ResponseRule> rules;

    /**
     * @param own rules, the first of which that fits holds; behind them stand the version's own
     */
    ResponseCodes(Iso8583Version version, List<ResponseRule> own) {
        is1987 = version == Iso8583Version.V1987;
        rules = new ArrayList<>(own);
        rules.addAll(is1987 ? OF_1987 : OF_1993);
    }

    /** Of a decision or a stand-in. */
    String of(DecisionFacts decision) {
        for (ResponseRule rule : rules) {
            if (rule.fits(decision)) {
                return rule.code();
            }
        }
        throw new IllegalStateException("no code for " + decision.action());
    }

    /** An advice was taken. */
    String adviceTaken() {
        return is1987 ? "00" : "900";
    }

    /** A reversal was taken. */
    String reversalTaken() {
        return is1987 ? "00" : "400";
    }

    /** Sign-on, sign-off or echo was taken. */
    String networkTaken() {
        return is1987 ? "00" : "800";
    }

    /** A field cannot be taken. */
    String formatError() {
        return is1987 ? "30" : "904";
    }

    /** The message, or what it asks for, is not served. */
    String invalidTransaction() {
        return is1987 ? "12" : "902";
    }

    /** The acquirer is none of those that are let in. */
    String unknownAcquirer() {
        return is1987 ? "31" : "905";
    }

    /** The peer has not signed on. */
    String notSignedOn() {
        return is1987 ? "91" : "910";
    }

    /** What the gateway could not do, as the HTTP API tells it. */
    String of(ProblemType problem) {
        return switch (problem) {
            case MALFORMED_REQUEST, MALFORMED_JSON, INVALID_FIELD, EVENT_TIME_REFUSED ->
                    formatError();
            case NO_EXCHANGE_RATE, NOT_PROCESSABLE -> invalidTransaction();
            case ORIGINAL_UNKNOWN -> is1987 ? "25" : "914";
            case EVENT_ID_CONFLICT -> is1987 ? "94" : "913";
            case TIMEOUT -> is1987 ? "91" : "911";
            case UNAVAILABLE, SHUTTING_DOWN, NO_POLICY -> is1987 ? "91" : "907";
            default -> is1987 ? "96" : "909";
        };
    }
}
