package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.state.KeyHasher;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Identity and content of an event as hashes.
 *
 * <p>Identity is (tenant id, event id): a 128-bit keyed hash over both. Content is a 64-bit keyed
 * hash over the template id and, for a transaction: event time, amount, currency, channel, merchant
 * category, both countries, ip, place, the attributes and all variable fields. Left out are {@code
 * purpose} and {@code actionTaken}: a payment that is sent again as back-fill after a stand-in is
 * the same payment. Of every other event it is the whole message after its header.
 *
 * <p>One thread; does not allocate.
 */
final class EventIdentity {
    private static final int FIXED_LENGTH = 64;

    private final MutableDirectBuffer scratch =
            new UnsafeBuffer(new byte[FIXED_LENGTH + 2 * ProtocolLimits.MAX_EVENT_LENGTH]);
    private final KeyHasher hasher;
    private long idHigh;
    private long idLow;
    private long contentHash;

    EventIdentity(KeyHasher hasher) {
        this.hasher = hasher;
    }

    void ofTransaction(TransactionView transaction, int tenantId) {
        TransactionDecoder fields = transaction.fields();
        int at = 0;
        at = putLong(at, TransactionDecoder.TEMPLATE_ID);
        at = putLong(at, fields.eventTimeNs());
        at = putLong(at, fields.amountMinor());
        at =
                putLong(
                        at,
                        fields.currency()
                                | ((long) fields.channelRaw() << 16)
                                | ((long) fields.merchantCategory() << 32)
                                | ((long) fields.merchantCountry(0) << 48)
                                | ((long) fields.merchantCountry(1) << 56));
        at = putLong(at, fields.issuerCountry(0) | ((long) fields.issuerCountry(1) << 8));
        at = putLong(at, fields.ip().high());
        at = putLong(at, fields.ip().low());
        at =
                putLong(
                        at,
                        (fields.latitudeMicro() & 0xFFFFFFFFL)
                                | ((long) fields.longitudeMicro() << 32));
        int tail = transaction.endOffset() - transaction.tailOffset();
        scratch.putBytes(at, transaction.buffer(), transaction.tailOffset(), tail);
        hasher.hash(scratch, 0, at + tail);
        contentHash = hasher.low();
        id(
                transaction.buffer(),
                transaction.eventIdOffset(),
                transaction.eventIdLength(),
                tenantId);
    }

    /**
     * Of an event other than a transaction: its message, header first, and where its event id lies.
     */
    void ofMessage(
            DirectBuffer buffer,
            int offset,
            int length,
            int templateId,
            int headerLength,
            int idOffset,
            int idLength,
            int tenantId) {
        int at = putLong(0, templateId);
        scratch.putBytes(at, buffer, offset + headerLength, length - headerLength);
        hasher.hash(scratch, 0, at + length - headerLength);
        contentHash = hasher.low();
        id(buffer, idOffset, idLength, tenantId);
    }

    /**
     * Lower half of the identity's hash of an event that has that event id; leaves the identity in
     * hand as it is.
     */
    long idLowOf(DirectBuffer buffer, int offset, int length, int tenantId) {
        hashId(buffer, offset, length, tenantId);
        return hasher.low();
    }

    long idHigh() {
        return idHigh;
    }

    long idLow() {
        return idLow;
    }

    long contentHash() {
        return contentHash;
    }

    private void id(DirectBuffer buffer, int offset, int length, int tenantId) {
        hashId(buffer, offset, length, tenantId);
        idHigh = hasher.high();
        idLow = hasher.low();
    }

    private void hashId(DirectBuffer buffer, int offset, int length, int tenantId) {
        int at = putLong(0, tenantId);
        scratch.putBytes(at, buffer, offset, length);
        hasher.hash(scratch, 0, at + length);
    }

    private int putLong(int at, long value) {
        scratch.putLong(at, value, ByteOrder.LITTLE_ENDIAN);
        return at + Long.BYTES;
    }
}
