package dev.peregrine.gateway.iso8583;

import com.solab.iso8583.CustomField;
import com.solab.iso8583.IsoType;
import com.solab.iso8583.IsoValue;
import com.solab.iso8583.parse.FieldParseInfo;
import dev.peregrine.gateway.iso8583.FieldFormat.Content;
import dev.peregrine.gateway.iso8583.FieldTable.Use;
import java.io.UnsupportedEncodingException;
import java.text.ParseException;
import java.util.Arrays;

/**
 * Reads one field for the library. The library's own parsers trust lengths and characters, and keep
 * what they read in texts that cannot be overwritten: so a field is checked first, only fields that
 * are read are handed on to them, and of the others the library gets a blank as long as they are.
 */
final class FieldReader extends FieldParseInfo {
    private static final String CHARSET = "ISO-8859-1";
    private static final byte[] NOTHING = new byte[0];
    private static final String NO_DIGITS = "must be digits";
    private static final int TRACK_2 = 35;

    private final FieldTable.Row row;
    private final Iso8583Encoding encoding;
    private final MessageDecoder decoder;
    private final FieldParseInfo library;

    FieldReader(FieldTable.Row row, Iso8583Encoding encoding, MessageDecoder decoder) {
        super(IsoType.ALPHA, row.format().length());
        this.row = row;
        this.encoding = encoding;
        this.decoder = decoder;
        this.library =
                FieldParseInfo.getInstance(
                        row.format().type(encoding), row.format().length(), CHARSET, false);
        setCharacterEncoding(CHARSET);
    }

    @Override
    public <T> IsoValue<?> parse(int field, byte[] buf, int pos, CustomField<T> custom)
            throws ParseException, UnsupportedEncodingException {
        return read(buf, pos);
    }

    @Override
    public <T> IsoValue<?> parseBinary(int field, byte[] buf, int pos, CustomField<T> custom)
            throws ParseException, UnsupportedEncodingException {
        return read(buf, pos);
    }

    private IsoValue<?> read(byte[] message, int position)
            throws ParseException, UnsupportedEncodingException {
        FieldFormat format = row.format();
        int lengthBytes = format.lengthBytes(encoding);
        if (position + lengthBytes > message.length) {
            throw fault("is truncated", position);
        }
        int units =
                format.lengthDigits() == 0
                        ? format.units(encoding)
                        : length(message, position, lengthBytes);
        if (units < 0) {
            throw fault("has no length in digits", position);
        }
        int start = position + lengthBytes;
        int end = start + format.contentBytes(units, encoding);
        if (end > message.length) {
            throw fault("is truncated", position);
        }
        decoder.reached(row.number(), end);
        String problem =
                units > format.units(encoding)
                        ? "is longer than " + format.text()
                        : problem(message, start, end, units);
        if (problem != null) {
            decoder.message().fault(FieldFault.of(row.number(), problem));
        } else if (row.use() == Use.READ) {
            return take(message, position);
        }
        return blank(end - position);
    }

    /**
     * Looks at the content, and takes a card's token out of it. What is wrong with it does not keep
     * the fields behind it from being read.
     *
     * @return what is wrong; null when nothing is
     */
    private String problem(byte[] message, int start, int end, int units) {
        return switch (row.use()) {
            case READ -> characterProblem(message, start, end, units);
            case CARD -> card(message, start, end, units, units);
            case DROP ->
                    row.number() == TRACK_2 && decoder.message().card() == null
                            ? track2(message, start, end, units)
                            : null;
        };
    }

    /** The library reads it; the library's value knows how far it reaches. */
    private IsoValue<?> take(byte[] message, int position)
            throws ParseException, UnsupportedEncodingException {
        IsoValue<?> value =
                encoding == Iso8583Encoding.BINARY
                        ? library.parseBinary(row.number(), message, position, null)
                        : library.parse(row.number(), message, position, null);
        decoder.message().put(row.number(), value.toString());
        return value;
    }

    /** A value that makes the library go on behind the field. */
    private IsoValue<?> blank(int bytes) {
        return encoding == Iso8583Encoding.BINARY
                ? new IsoValue<>(IsoType.BINARY, NOTHING, bytes)
                : new IsoValue<>(IsoType.ALPHA, "", Math.max(1, bytes));
    }

    private String card(byte[] message, int start, int end, int units, int digits) {
        byte[] number = decoder.digits();
        if (digits < MessageDecoder.MIN_CARD_DIGITS || digits > number.length) {
            return "must have 8 to 19 digits";
        }
        try {
            for (int i = 0; i < digits; i++) {
                int digit = digit(message, start, end, units, i);
                if (digit < 0 || digit > 9) {
                    return NO_DIGITS;
                }
                number[i] = (byte) ('0' + digit);
            }
            decoder.message().card(decoder.tokens().token(number, 0, digits));
            return null;
        } finally {
            Arrays.fill(number, (byte) 0);
        }
    }

    /** The card's number begins track 2, up to a separator. A track without one is left alone. */
    private String track2(byte[] message, int start, int end, int units) {
        for (int i = 0; i < units; i++) {
            int digit = digit(message, start, end, units, i);
            if (digit < 0 || digit > 9) {
                return i >= MessageDecoder.MIN_CARD_DIGITS && i <= MessageDecoder.MAX_CARD_DIGITS
                        ? card(message, start, end, units, i)
                        : null;
            }
        }
        return null;
    }

    /**
     * A digit of the content; packed digits end at its end, as odd ones have a zero before them.
     */
    private int digit(byte[] message, int start, int end, int units, int index) {
        if (encoding == Iso8583Encoding.ASCII || !row.format().content().isPacked()) {
            return message[start + index] - '0';
        }
        int nibble = 2 * (end - start) - units + index;
        int octet = message[start + nibble / 2];
        return (nibble % 2 == 0 ? (octet >>> 4) : octet) & 0xF;
    }

    private String characterProblem(byte[] message, int start, int end, int units) {
        Content content = row.format().content();
        if (content == Content.DIGITS) {
            for (int i = 0; i < units; i++) {
                int digit = digit(message, start, end, units, i);
                if (digit < 0 || digit > 9) {
                    return NO_DIGITS;
                }
            }
            boolean padded = encoding == Iso8583Encoding.BINARY && units % 2 == 1;
            return padded && (message[start] & 0xF0) != 0
                    ? "must begin with a zero of padding"
                    : null;
        }
        for (int i = start; i < end; i++) {
            if (message[i] < ' ' || message[i] > '~') {
                return "must be printable ASCII";
            }
            if (content == Content.ALPHANUMERIC
                    && message[i] != ' '
                    && !Character.isLetterOrDigit(message[i])) {
                return "must be letters and digits";
            }
        }
        return null;
    }

    /** The length before the content; -1 when it is not in digits. */
    private int length(byte[] message, int position, int lengthBytes) {
        int length = 0;
        for (int i = position; i < position + lengthBytes; i++) {
            if (encoding == Iso8583Encoding.BINARY) {
                int high = (message[i] >>> 4) & 0xF;
                int low = message[i] & 0xF;
                if (high > 9 || low > 9) {
                    return -1;
                }
                length = length * 100 + high * 10 + low;
            } else {
                int digit = message[i] - '0';
                if (digit < 0 || digit > 9) {
                    return -1;
                }
                length = length * 10 + digit;
            }
        }
        return length;
    }

    private FieldFaultException fault(String detail, int position) {
        return new FieldFaultException(FieldFault.of(row.number(), detail), position);
    }
}
