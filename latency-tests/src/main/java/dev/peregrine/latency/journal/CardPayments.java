package dev.peregrine.latency.journal;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Payments by number: the first ones are each of another card, the later ones go through the cards
 * in a scattered order. One thread.
 */
final class CardPayments {
    static final int MERCHANTS = 10_000;

    private static final int EUR = 978;

    private final TransactionBuilder builder = new TransactionBuilder();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final int tenant;
    private final long cards;

    CardPayments(int tenant, long cards) {
        this.tenant = tenant;
        this.cards = cards;
    }

    /** Encodes a payment into {@link #buffer}; returns its length. */
    int encode(long number, long eventTimeNs) {
        long card = number < cards ? number : Long.remainderUnsigned(scatter(number), cards);
        return builder.reset()
                .tenantId(tenant)
                .eventId("b" + number)
                .eventTimeNs(eventTimeNs)
                .amount(100 + number % 10_000, EUR)
                .card("card-" + card)
                .merchant("merchant-" + Long.remainderUnsigned(scatter(card), MERCHANTS))
                .encode(buffer, 0);
    }

    MutableDirectBuffer buffer() {
        return buffer;
    }

    /** Finalizer of MurmurHash3, public domain by A. Appleby. */
    private static long scatter(long value) {
        long z = value;
        z = (z ^ (z >>> 33)) * 0xff51afd7ed558ccdL;
        z = (z ^ (z >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return z ^ (z >>> 33);
    }
}
