package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.RejectCode;

/** A sentence for people beside each code. */
final class RejectDetails {
    private RejectDetails() {}

    static String of(RejectCode code) {
        return switch (code) {
            case MALFORMED -> "not a well-formed message of this schema";
            case INVALID_FIELD ->
                    "a field is missing or outside its range, or the amount beyond what windows can sum";
            case UNSUPPORTED_VERSION -> "the message is not understood here";
            case NOT_AUTHENTICATED -> "the credential is not known";
            case WRONG_TENANT -> "the session may not speak for this tenant";
            case UNKNOWN_SESSION -> "no such session: connect again";
            case OVERLOADED -> "no room in the queue: try again later";
            case CONFLICT -> "the event id was used before with other content";
            case NO_POLICY -> "the tenant has no active policy";
            case NO_EXCHANGE_RATE -> "no rate to the policy's base currency is known";
            case UNKNOWN_TARGET -> "the transaction that it belongs to is not known";
            case TOO_EARLY -> "the event time lies too far after the ingress time";
            case TOO_LATE -> "the event is older than everything that is kept";
            case CAPACITY -> "an entity type or a list of the policy is full";
            case SHUTTING_DOWN -> "the node is draining";
            case QUARANTINED -> "the engine set the event aside before any effect";
            case NOT_READY -> "the node is recovering: try again later";
            case UNKNOWN_POLICY -> "no bundle of that hash is stored on the node";
            case DECISION_UNAVAILABLE -> "decided before, but the decision is no longer kept";
            case NOT_SUPPORTED -> "known, but not acted on by this release";
            case UNKNOWN_LIST -> "the tenant's active policy declares no such list";
            case LIST_MISMATCH -> "the list is of another kind than the entry";
            case SBE_UNKNOWN, NULL_VAL -> "";
        };
    }
}
