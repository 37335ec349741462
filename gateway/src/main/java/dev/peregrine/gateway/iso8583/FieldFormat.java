package dev.peregrine.gateway.iso8583;

import com.solab.iso8583.IsoType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The form of a field on the wire, as the standard writes it: {@code n 6}, {@code ans ..25}, {@code
 * b ...255}. Immutable.
 *
 * @param content what it is made of
 * @param lengthDigits digits of the length that stands before it: 0 when its length is fixed
 * @param length the fixed length, or the greatest: digits, characters or, of {@link Content#BYTES},
 *     bytes
 */
record FieldFormat(Content content, int lengthDigits, int length) {
    private static final Pattern FORM = Pattern.compile("(n|an|ans|b|z|x\\+n) (\\.{2,3})?(\\d+)");
    private static final int DIGITS_OF_LLL = 3;
    private static final int MAX_LL = 99;
    private static final int MAX_LLL = 999;

    /** What a field is made of. */
    enum Content {
        DIGITS("n"),
        ALPHANUMERIC("an"),
        TEXT("ans"),
        BYTES("b"),
        TRACK("z"),
        SIGNED("x+n");

        private final String symbol;

        Content(String symbol) {
            this.symbol = symbol;
        }

        private static Content of(String symbol) {
            for (Content content : values()) {
                if (content.symbol.equals(symbol)) {
                    return content;
                }
            }
            throw new IllegalArgumentException(symbol);
        }

        /** Whether two digits share a byte in the binary encoding. */
        boolean isPacked() {
            return this == DIGITS || this == TRACK;
        }
    }

    /** Reads a form such as {@code ans ..25}. */
    static FieldFormat parse(String form) {
        Matcher matcher = FORM.matcher(form);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("not the form of a field: " + form);
        }
        int dots = matcher.group(2) == null ? 0 : matcher.group(2).length();
        return new FieldFormat(
                Content.of(matcher.group(1)), dots, Integer.parseInt(matcher.group(3)));
    }

    /** As the standard writes it. */
    String text() {
        return content.symbol + " " + ".".repeat(lengthDigits) + length;
    }

    /** Bytes of the length before the content. */
    int lengthBytes(Iso8583Encoding encoding) {
        return encoding == Iso8583Encoding.ASCII ? lengthDigits : (lengthDigits + 1) / 2;
    }

    /**
     * Bytes that the content takes.
     *
     * @param units as the length before it counts them: digits, characters or bytes; of {@link
     *     Content#BYTES} in ASCII, hexadecimal digits
     */
    int contentBytes(int units, Iso8583Encoding encoding) {
        boolean binary = encoding == Iso8583Encoding.BINARY;
        if (content == Content.SIGNED) {
            return 1 + (binary ? (units + 1) / 2 : units);
        }
        return binary && content.isPacked() ? (units + 1) / 2 : units;
    }

    /**
     * The fixed length, or the greatest, as a length before the content counts it: in ASCII, where
     * bytes are two digits each, not more than its own digits can say.
     */
    int units(Iso8583Encoding encoding) {
        if (content != Content.BYTES || encoding != Iso8583Encoding.ASCII) {
            return length;
        }
        return switch (lengthDigits) {
            case 0 -> 2 * length;
            case 2 -> Math.min(2 * length, MAX_LL);
            default -> Math.min(2 * length, MAX_LLL);
        };
    }

    /** The library's type for it. */
    IsoType type(Iso8583Encoding encoding) {
        boolean packed = content.isPacked() && encoding == Iso8583Encoding.BINARY;
        boolean lll = lengthDigits == DIGITS_OF_LLL;
        if (lengthDigits == 0) {
            return switch (content) {
                case DIGITS -> IsoType.NUMERIC;
                case BYTES -> IsoType.BINARY;
                default -> IsoType.ALPHA;
            };
        }
        if (packed) {
            return lll ? IsoType.LLLBCDBIN : IsoType.LLBCDBIN;
        }
        if (content == Content.BYTES) {
            return lll ? IsoType.LLLBIN : IsoType.LLBIN;
        }
        return lll ? IsoType.LLLVAR : IsoType.LLVAR;
    }
}
