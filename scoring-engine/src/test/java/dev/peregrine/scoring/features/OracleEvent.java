package dev.peregrine.scoring.features;

import dev.peregrine.protocol.EventKeys;
import dev.peregrine.state.LabelState;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import org.agrona.concurrent.UnsafeBuffer;

/** A transaction as an entity remembers it, with what became of it. */
final class OracleEvent {
    /** Order of an entity's events. */
    static final Comparator<OracleEvent> ORDER =
            Comparator.<OracleEvent>comparingLong(e -> e.payment.timeNs())
                    .thenComparingLong(e -> e.key);

    final Payment payment;
    final long key;
    long amountBase;
    boolean reversed;
    LabelState label = LabelState.NONE;
    long labelTimeNs = Long.MIN_VALUE;
    String responseCode;

    OracleEvent(Payment payment, long amountBase) {
        this.payment = payment;
        this.amountBase = amountBase;
        byte[] id = payment.id().getBytes(StandardCharsets.UTF_8);
        key = EventKeys.of(new UnsafeBuffer(id), 0, id.length);
    }

    long timeNs() {
        return payment.timeNs();
    }

    void reverse(long amount) {
        if (amount >= amountBase) {
            reversed = true;
        } else {
            amountBase -= amount;
        }
    }

    void label(LabelState state, long timeNs) {
        if (timeNs >= labelTimeNs) {
            label = state;
            labelTimeNs = timeNs;
        }
    }
}
