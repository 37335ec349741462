package dev.peregrine.gateway.iso8583;

import dev.peregrine.gateway.iso8583.FieldFormat.Content;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Messages of any fields, by a seed. */
final class RandomMessages {
    private static final String ALPHANUMERIC =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 ";
    private static final String[] CLASSES = {"100", "101", "120", "200", "400", "421", "800"};
    private static final int TRACE = 11;

    private final Random random;
    private final Iso8583Version version;

    RandomMessages(long seed, Iso8583Version version) {
        this.random = new Random(seed);
        this.version = version;
    }

    String type() {
        return version.digit() + CLASSES[random.nextInt(CLASSES.length)];
    }

    /** Values in the form of {@link PlainCodec}; field 11 is always there. */
    Map<Integer, String> fields() {
        Map<Integer, String> fields = new TreeMap<>();
        double share = random.nextDouble();
        for (FieldTable.Row row : FieldTable.of(version).rows()) {
            if (row.number() == TRACE || random.nextDouble() < share) {
                fields.put(row.number(), value(row));
            }
        }
        return fields;
    }

    private String value(FieldTable.Row row) {
        FieldFormat format = row.format();
        int least = row.use() == FieldTable.Use.CARD ? 8 : 1;
        int greatest =
                format.content() == Content.BYTES
                        ? Math.min(format.length(), format.lengthDigits() == 2 ? 49 : 499)
                        : format.length();
        int units =
                format.lengthDigits() == 0
                        ? format.length()
                        : least + random.nextInt(greatest - least + 1);
        StringBuilder value = new StringBuilder();
        if (format.content() == Content.SIGNED) {
            value.append(random.nextBoolean() ? 'C' : 'D');
        }
        int characters = format.content() == Content.BYTES ? 2 * units : units;
        for (int i = 0; i < characters; i++) {
            value.append(character(format.content()));
        }
        return value.toString();
    }

    private char character(Content content) {
        return switch (content) {
            case DIGITS, SIGNED -> (char) ('0' + random.nextInt(10));
            case ALPHANUMERIC -> ALPHANUMERIC.charAt(random.nextInt(ALPHANUMERIC.length()));
            case TEXT -> (char) (' ' + random.nextInt('~' - ' ' + 1));
            case BYTES -> Character.toUpperCase(Character.forDigit(random.nextInt(16), 16));
            case TRACK -> random.nextInt(20) == 0 ? 'D' : (char) ('0' + random.nextInt(10));
        };
    }

    /** Changes, cuts off or adds some bytes. */
    byte[] damaged(byte[] message) {
        byte[] damaged =
                Arrays.copyOf(message, Math.max(0, message.length + random.nextInt(9) - 4));
        for (int i = random.nextInt(4); i > 0 && damaged.length > 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }
}
