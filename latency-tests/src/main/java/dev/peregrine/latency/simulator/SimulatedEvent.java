package dev.peregrine.latency.simulator;

import dev.peregrine.protocol.codec.LabelKind;

/**
 * One event of the simulated stream. Reused: valid until the simulator is asked for the next one.
 */
public final class SimulatedEvent {
    /** What happened. */
    public enum Kind {
        TRANSACTION,
        OUTCOME,
        LABEL,
        REVERSAL
    }

    public Kind kind = Kind.TRANSACTION;

    /** When it happened; of a transaction, its event time. Nanoseconds since the epoch. */
    public long timeNs;

    /** The transaction, or the one that an outcome, label or reversal belongs to. */
    public final SimulatedTransaction transaction = new SimulatedTransaction();

    /** OUTCOME: the issuer's response, as in ISO 8583 field 39. */
    public String responseCode = "00";

    /** OUTCOME: address verification; NUL when absent. */
    public byte avsResult;

    /** OUTCOME: card verification; NUL when absent. */
    public byte cvvResult;

    /** OUTCOME: EMV 3-D Secure transStatus; NUL when absent. */
    public byte threeDsStatus;

    /** LABEL: what became known. */
    public LabelKind labelKind = LabelKind.NULL_VAL;

    /** LABEL: who says so. */
    public String labelSource = "";

    /** REVERSAL: how much is taken back, in minor units. */
    public long reversalAmountMinor;

    /** Breaks ties of time: order in which the events were planned. */
    long order;

    /** Whether the issuer approved. OUTCOME only. */
    public boolean approvedByIssuer() {
        return "00".equals(responseCode);
    }
}
