package dev.peregrine.gateway.iso8583;

import com.solab.iso8583.IsoMessage;
import com.solab.iso8583.MessageFactory;
import com.solab.iso8583.parse.FieldParseInfo;
import dev.peregrine.gateway.mapping.TokenHash;
import java.io.UnsupportedEncodingException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads messages of one version and encoding. Whatever the bytes are, a message comes of them, with
 * its first fault if it has one, or a {@link BrokenMessageException}; and they are overwritten with
 * zeros. Not thread-safe; does not block.
 */
final class MessageDecoder {
    static final int MIN_CARD_DIGITS = 8;
    static final int MAX_CARD_DIGITS = 19;

    private static final int TYPE_DIGITS = 4;
    private static final int BITMAP_BYTES = 8;
    private static final int BITS = 8;
    private static final int TRACE = 11;
    private static final int REFERENCE = 37;

    /** The type under which the library knows how to read everything. */
    private static final int ANY_TYPE = 0x0100;

    private final Iso8583Encoding encoding;
    private final FieldTable table;
    private final TokenHash tokens;
    private final MessageFactory<IsoMessage> library = new MessageFactory<>();
    private final byte[] digits = new byte[MAX_CARD_DIGITS];
    private DecodedMessage message;
    private int lastField;
    private int end;

    MessageDecoder(Iso8583Version version, Iso8583Encoding encoding, TokenHash tokens) {
        this.encoding = encoding;
        this.table = FieldTable.of(version);
        this.tokens = tokens;
        library.setCharacterEncoding("ISO-8859-1");
        library.setUseBinaryMessages(encoding == Iso8583Encoding.BINARY);
        Map<Integer, FieldParseInfo> fields = new HashMap<>();
        table.rows().forEach(row -> fields.put(row.number(), new FieldReader(row, encoding, this)));
        library.setParseMap(ANY_TYPE, fields);
    }

    /**
     * Reads a message.
     *
     * @param bytes without the length before it; zeros in the end, whatever becomes of the message
     * @throws BrokenMessageException when nobody could be answered
     */
    DecodedMessage decode(byte[] bytes) throws BrokenMessageException {
        try {
            return read(bytes);
        } finally {
            Arrays.fill(bytes, (byte) 0);
            message = null;
        }
    }

    private DecodedMessage read(byte[] bytes) throws BrokenMessageException {
        boolean binary = encoding == Iso8583Encoding.BINARY;
        int typeBytes = binary ? TYPE_DIGITS / 2 : TYPE_DIGITS;
        int bitmapBytes = binary ? BITMAP_BYTES : 2 * BITMAP_BYTES;
        if (bytes.length < typeBytes + bitmapBytes) {
            throw new BrokenMessageException(CloseReason.TOO_SHORT);
        }
        MessageType type = type(bytes, binary);
        if (type == null) {
            throw new BrokenMessageException(CloseReason.BAD_TYPE);
        }
        message = new DecodedMessage(type);
        lastField = 1;
        end = typeBytes + bitmapBytes;
        boolean known = readBitmap(bytes, typeBytes, 0, binary);
        if (message.has(1)) {
            int second = end;
            end += bitmapBytes;
            if (bytes.length < end) {
                throw new BrokenMessageException(CloseReason.BAD_BITMAP);
            }
            if (!readBitmap(bytes, second, BITMAP_BYTES * BITS, binary)) {
                Arrays.fill(bytes, second, end, (byte) (binary ? 0 : '0'));
            }
        }
        if (known) {
            readFields(bytes, binary);
        }
        if (message.value(TRACE) == null && message.value(REFERENCE) == null) {
            throw new BrokenMessageException(CloseReason.NO_TRACE);
        }
        return message;
    }

    private static MessageType type(byte[] bytes, boolean binary) {
        StringBuilder type = new StringBuilder(TYPE_DIGITS);
        for (int i = 0; i < TYPE_DIGITS; i++) {
            if (binary) {
                int octet = bytes[i / 2];
                type.append(Character.forDigit((i % 2 == 0 ? (octet >>> 4) : octet) & 0xF, 16));
            } else {
                type.append((char) (bytes[i] & 0xFF));
            }
        }
        return MessageType.parse(type);
    }

    /** Notes which fields are there; false when one of them is none of the version. */
    private boolean readBitmap(byte[] bytes, int start, int first, boolean binary)
            throws BrokenMessageException {
        boolean known = true;
        for (int i = 0; i < BITMAP_BYTES * BITS; i++) {
            int octet;
            if (binary) {
                octet = bytes[start + i / BITS];
            } else {
                int nibble = Character.digit(bytes[start + i / 4] & 0xFF, 16);
                if (nibble < 0) {
                    throw new BrokenMessageException(CloseReason.BAD_BITMAP);
                }
                octet = nibble << (i % BITS < 4 ? 4 : 0);
            }
            if (((octet << (i % BITS)) & 0x80) != 0) {
                int field = first + i + 1;
                message.mark(field);
                if (field > 1 && table.row(field) == null) {
                    message.fault(FieldFault.of(field, "is no field of this version"));
                    known = false;
                }
            }
        }
        return known;
    }

    private void readFields(byte[] bytes, boolean binary) {
        int atType = 0;
        if (binary) {
            bytes[atType] = ANY_TYPE >>> BITS;
            bytes[atType + 1] = (byte) ANY_TYPE;
        } else {
            for (int shift = 12; shift >= 0; shift -= 4) {
                bytes[atType++] = (byte) ('0' + ((ANY_TYPE >>> shift) & 0xF));
            }
        }
        try {
            library.parseMessage(bytes, 0);
            if (end < bytes.length) {
                message.fault(
                        FieldFault.of(
                                lastField, "is followed by " + (bytes.length - end) + " bytes"));
            }
        } catch (FieldFaultException e) {
            message.fault(e.fault());
        } catch (ParseException | UnsupportedEncodingException | RuntimeException e) {
            message.fault(FieldFault.of(lastField, "or what follows cannot be read"));
        }
    }

    /** A field was measured: what follows begins at {@code position}. */
    void reached(int field, int position) {
        lastField = field;
        end = position;
    }

    DecodedMessage message() {
        return message;
    }

    TokenHash tokens() {
        return tokens;
    }

    /** Room for a card number's digits, zeros outside of its use. */
    byte[] digits() {
        return digits;
    }
}
