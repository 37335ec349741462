package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.iso8583.FieldFormat.Content;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes and reads messages as the standard says, straight and without the library: the oracle of
 * the codec's tests. Of {@link Content#BYTES} and {@link Content#TRACK} values are hexadecimal
 * digits, and in track data D separates.
 */
final class PlainCodec {
    private static final int BITS = 64;
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private PlainCodec() {}

    /** Behind its length of two bytes. */
    static byte[] frame(byte[] message) {
        byte[] framed = new byte[message.length + 2];
        framed[0] = (byte) (message.length >> 8);
        framed[1] = (byte) message.length;
        System.arraycopy(message, 0, framed, 2, message.length);
        return framed;
    }

    static byte[] encode(
            Iso8583Version version,
            Iso8583Encoding encoding,
            String type,
            Map<Integer, String> fields) {
        boolean binary = encoding == Iso8583Encoding.BINARY;
        boolean second = fields.keySet().stream().anyMatch(field -> field > BITS);
        byte[] bitmap = new byte[second ? 16 : 8];
        fields.keySet().forEach(field -> mark(bitmap, field));
        if (second) {
            mark(bitmap, 1);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(binary ? HEX.parseHex(type) : ascii(type));
        out.writeBytes(binary ? bitmap : ascii(HEX.formatHex(bitmap)));
        new TreeMap<>(fields)
                .forEach(
                        (field, value) ->
                                out.writeBytes(
                                        encode(
                                                FieldTable.of(version).row(field).format(),
                                                binary,
                                                value)));
        return out.toByteArray();
    }

    private static void mark(byte[] bitmap, int field) {
        bitmap[(field - 1) / 8] |= (byte) (0x80 >> ((field - 1) % 8));
    }

    private static byte[] encode(FieldFormat format, boolean binary, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean packed = binary && format.content().isPacked();
        boolean bytes = format.content() == Content.BYTES;
        if (format.lengthDigits() > 0) {
            int units = bytes && binary ? value.length() / 2 : value.length();
            String length = "%0" + format.lengthDigits() + "d";
            out.writeBytes(
                    binary
                            ? HEX.parseHex(even(length.formatted(units)))
                            : ascii(length.formatted(units)));
        }
        if (binary && format.content() == Content.SIGNED) {
            out.writeBytes(ascii(value.substring(0, 1)));
            out.writeBytes(HEX.parseHex(even(value.substring(1))));
        } else {
            out.writeBytes(packed || (bytes && binary) ? HEX.parseHex(even(value)) : ascii(value));
        }
        return out.toByteArray();
    }

    private static String even(String digits) {
        return digits.length() % 2 == 0 ? digits : "0" + digits;
    }

    static Map<Integer, String> decode(
            Iso8583Version version, Iso8583Encoding encoding, byte[] message) {
        boolean binary = encoding == Iso8583Encoding.BINARY;
        Map<Integer, String> fields = new TreeMap<>();
        int at = binary ? 2 : 4;
        fields.put(0, binary ? HEX.formatHex(message, 0, 2) : text(message, 0, 4));
        int bitmapBytes = binary ? 8 : 16;
        byte[] bitmap = bitmap(message, at, bitmapBytes, binary);
        if ((bitmap[0] & 0x80) != 0) {
            bitmap = bitmap(message, at, 2 * bitmapBytes, binary);
            bitmapBytes *= 2;
        }
        at += bitmapBytes;
        for (int field = 2; field <= 8 * bitmap.length; field++) {
            if ((bitmap[(field - 1) / 8] & (0x80 >> ((field - 1) % 8))) != 0) {
                FieldFormat format = FieldTable.of(version).row(field).format();
                int lengthBytes = binary ? (format.lengthDigits() + 1) / 2 : format.lengthDigits();
                String length =
                        binary
                                ? HEX.formatHex(message, at, at + lengthBytes)
                                : text(message, at, lengthBytes);
                at += lengthBytes;
                boolean hex = format.content() == Content.BYTES;
                int units =
                        length.isEmpty()
                                ? format.length() * (hex && !binary ? 2 : 1)
                                : Integer.parseInt(length);
                boolean packed = binary && format.content().isPacked();
                int bytes = packed ? (units + 1) / 2 : units;
                String value =
                        packed || (binary && hex)
                                ? HEX.formatHex(message, at, at + bytes)
                                : text(message, at, bytes);
                fields.put(field, packed ? value.substring(value.length() - units) : value);
                at += bytes;
            }
        }
        if (at != message.length) {
            throw new AssertionError(message.length - at + " bytes are left");
        }
        return fields;
    }

    private static byte[] bitmap(byte[] message, int at, int length, boolean binary) {
        byte[] bytes = new byte[binary ? length : length / 2];
        if (binary) {
            System.arraycopy(message, at, bytes, 0, length);
            return bytes;
        }
        return HEX.parseHex(text(message, at, length));
    }

    private static String text(byte[] message, int at, int length) {
        return new String(message, at, length, StandardCharsets.ISO_8859_1);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
