package dev.peregrine.ingest;

import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.concurrent.UnsafeBuffer;

/** Encodes events for tests. */
final class Payments {
    final UnsafeBuffer buffer = new UnsafeBuffer(new byte[4096]);
    private final TransactionBuilder transaction = new TransactionBuilder();

    /** Encodes a payment at 0 and returns its length. */
    int payment(int tenantId, String eventId, long amountMinor) {
        return transaction
                .reset()
                .tenantId(tenantId)
                .eventId(eventId)
                .eventTimeNs(1_700_000_000_000_000_000L)
                .amount(amountMinor, 978)
                .card("card-1")
                .merchant("merchant-1")
                .encode(buffer, 0);
    }

    /** Encodes a label for a payment at 0 and returns its length. */
    int label(int tenantId, String eventId) {
        int length = payment(tenantId, "of-" + eventId, 10);
        LabelBuilder label =
                new LabelBuilder()
                        .eventId(eventId)
                        .kind(LabelKind.FRAUD)
                        .labelTimeNs(1_700_000_001_000_000_000L)
                        .original(buffer, 0, length);
        return label.encode(buffer, 0);
    }
}
