package dev.peregrine.scoring.features;

import dev.peregrine.policy.KeyPart;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.TransactionDecoder;
import java.nio.ByteOrder;
import java.util.List;
import org.agrona.MutableDirectBuffer;

/**
 * Writes key parts of a transaction in the canonical form that {@link KeyField} documents.
 * Allocates nothing after construction.
 */
final class CanonicalParts {
    /** A part is missing. */
    static final int MISSING = -1;

    private static final int HEADER_LENGTH = Byte.BYTES + Short.BYTES;
    private static final int IP_LENGTH = 2 * Long.BYTES;
    private static final long IPV4_MAPPED = 0xFFFFL;
    private static final ByteOrder ORDER = ByteOrder.LITTLE_ENDIAN;

    private final KeyPart[] parts;

    CanonicalParts(List<KeyPart> parts) {
        this.parts = parts.toArray(new KeyPart[0]);
    }

    /** Greatest length of the form, in bytes. */
    int maxLength() {
        int longest =
                Math.max(
                        ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH,
                        Short.BYTES + ProtocolLimits.MAX_ATTRIBUTE_LENGTH);
        return parts.length * (HEADER_LENGTH + longest);
    }

    /**
     * Writes all parts.
     *
     * @return where they end, or {@link #MISSING}
     */
    int write(TransactionView transaction, MutableDirectBuffer to, int offset) {
        int at = offset;
        for (KeyPart part : parts) {
            at = write(part, transaction, to, at);
            if (at == MISSING) {
                return MISSING;
            }
        }
        return at;
    }

    private static int write(
            KeyPart part, TransactionView transaction, MutableDirectBuffer to, int at) {
        TransactionDecoder fields = transaction.fields();
        KeyField field = part.field();
        return switch (field) {
            case IP -> transaction.has(field) ? ip(part.prefixBits(), fields, to, at) : MISSING;
            case MERCHANT_COUNTRY ->
                    country(field, fields.merchantCountry(0), fields.merchantCountry(1), to, at);
            case ISSUER_COUNTRY ->
                    country(field, fields.issuerCountry(0), fields.issuerCountry(1), to, at);
            case MERCHANT_CATEGORY ->
                    fields.merchantCategory() == TransactionDecoder.merchantCategoryNullValue()
                            ? MISSING
                            : number(field, fields.merchantCategory(), to, at);
            case CURRENCY -> number(field, fields.currency(), to, at);
            case CHANNEL -> {
                int start = header(field, Byte.BYTES, to, at);
                to.putByte(start, (byte) fields.channelRaw());
                yield start + Byte.BYTES;
            }
            case ATTRIBUTE -> attribute(part.attributeId(), transaction, to, at);
            default -> text(field, transaction, to, at);
        };
    }

    private static int header(KeyField field, int length, MutableDirectBuffer to, int at) {
        to.putByte(at, field.code());
        to.putShort(at + Byte.BYTES, (short) length, ORDER);
        return at + HEADER_LENGTH;
    }

    private static int text(
            KeyField field, TransactionView transaction, MutableDirectBuffer to, int at) {
        int length = transaction.length(field);
        if (length == 0) {
            return MISSING;
        }
        int start = header(field, length, to, at);
        to.putBytes(start, transaction.buffer(), transaction.offset(field), length);
        return start + length;
    }

    private static int number(KeyField field, int value, MutableDirectBuffer to, int at) {
        int start = header(field, Short.BYTES, to, at);
        to.putShort(start, (short) value, ORDER);
        return start + Short.BYTES;
    }

    private static int country(
            KeyField field, byte first, byte second, MutableDirectBuffer to, int at) {
        if (first == 0) {
            return MISSING;
        }
        int start = header(field, 2, to, at);
        to.putByte(start, first);
        to.putByte(start + 1, second);
        return start + 2;
    }

    private static int attribute(
            int id, TransactionView transaction, MutableDirectBuffer to, int at) {
        int index = transaction.attributeIndex(id);
        if (index < 0 || transaction.attributeLength(index) == 0) {
            return MISSING;
        }
        int length = transaction.attributeLength(index);
        int start = header(KeyField.ATTRIBUTE, Short.BYTES + length, to, at);
        to.putShort(start, (short) id, ORDER);
        to.putBytes(
                start + Short.BYTES,
                transaction.buffer(),
                transaction.attributeOffset(index),
                length);
        return start + Short.BYTES + length;
    }

    private static int ip(
            int prefixBits, TransactionDecoder fields, MutableDirectBuffer to, int at) {
        long high = fields.ip().high();
        long low = fields.ip().low();
        int place = at;
        if (prefixBits > 0) {
            boolean isIpv4 = high == 0 && low >>> Integer.SIZE == IPV4_MAPPED;
            low &= isIpv4 ? -1L << (Integer.SIZE - prefixBits) : 0;
            high &= isIpv4 ? 0 : -1L << (Long.SIZE - 2 * prefixBits);
            to.putByte(place++, KeyField.IP.code());
            to.putByte(place++, (byte) prefixBits);
            to.putShort(place, (short) IP_LENGTH, ORDER);
            place += Short.BYTES;
        } else {
            place = header(KeyField.IP, IP_LENGTH, to, place);
        }
        to.putLong(place, high, ByteOrder.BIG_ENDIAN);
        to.putLong(place + Long.BYTES, low, ByteOrder.BIG_ENDIAN);
        return place + IP_LENGTH;
    }
}
