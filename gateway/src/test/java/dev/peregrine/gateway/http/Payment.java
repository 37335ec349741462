package dev.peregrine.gateway.http;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.TransactionBuilder;
import org.agrona.concurrent.UnsafeBuffer;

/** A payment as evidence keeps it. */
final class Payment {
    private static final long TIME_NS = 1_769_860_800_000_000_000L;
    private static final int EUR = 978;

    private Payment() {}

    /** 49.99 EUR for tenant 1, as a Transaction with its header. */
    static byte[] bytes(String eventId) {
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        int length =
                new TransactionBuilder()
                        .reset()
                        .tenantId(1)
                        .eventId(eventId)
                        .eventTimeNs(TIME_NS)
                        .amount(4999, EUR)
                        .encode(buffer, 0);
        byte[] bytes = new byte[length];
        buffer.getBytes(0, bytes);
        return bytes;
    }
}
