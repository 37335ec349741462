package dev.peregrine.gateway.evidence;

import java.util.Locale;

/** What an entry of the store is about. The codes are stored and never change. */
public enum EntryKind {
    /** A payment that was decided. */
    DECISION(1),
    /** A payment that had happened elsewhere. */
    ADVICE(2),
    /** A payment of the past, or one that a stand-in had answered. */
    BACK_FILL(3),
    /** A payment whose decision record is no longer kept. */
    UNRECORDED(4),
    /** A payment that the engine refused. */
    REFUSED(5),
    /** A payment that had been decided before: the first decision was given again. */
    RETRY(6),
    /** What became of a payment. */
    OUTCOME(7),
    /** Fraud or not. */
    LABEL(8),
    /** A payment taken back. */
    REVERSAL(9);

    private static final EntryKind[] BY_CODE = new EntryKind[10];

    static {
        for (EntryKind kind : values()) {
            BY_CODE[kind.code] = kind;
        }
    }

    private final byte code;

    EntryKind(int code) {
        this.code = (byte) code;
    }

    byte code() {
        return code;
    }

    static EntryKind of(byte code) {
        if (code < 1 || code >= BY_CODE.length) {
            throw new EvidenceException("evidence: unknown kind of entry: " + code);
        }
        return BY_CODE[code];
    }

    /** Whether it is an event that had an effect and holds its payment. */
    public boolean isApplied() {
        return this == DECISION || this == ADVICE || this == BACK_FILL || this == UNRECORDED;
    }

    /** Whether it is stored under its own id, and not only as history of another. */
    public boolean isPayment() {
        return isApplied() || this == REFUSED;
    }

    /** As JSON has it. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
