package dev.peregrine.gateway.json;

/** What a request's object is about. */
public enum EventKind {
    /** A payment that wants a decision. */
    DECISION,
    /** A payment that happened already. */
    EVENT,
    /** What became of a payment. */
    OUTCOME,
    /** Whether a payment was fraud. */
    LABEL,
    /** A payment that is taken back. */
    REVERSAL
}
