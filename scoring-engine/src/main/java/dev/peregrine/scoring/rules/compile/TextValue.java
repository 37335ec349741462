package dev.peregrine.scoring.rules.compile;

import dev.peregrine.scoring.features.Utf8Order;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A text in well-formed UTF-8, compared in place. One of a field is filled anew for every event;
 * one of a literal never changes.
 */
final class TextValue {
    final byte[] bytes;
    int length;

    /**
     * @param capacity greatest length in bytes
     */
    TextValue(int capacity) {
        bytes = new byte[capacity];
    }

    TextValue(String text) {
        bytes = text.getBytes(StandardCharsets.UTF_8);
        length = bytes.length;
    }

    static boolean equal(TextValue left, TextValue right) {
        return left.length == right.length
                && Arrays.equals(left.bytes, 0, left.length, right.bytes, 0, left.length);
    }

    /** Negative, zero or positive: left comes before right, equals it or comes after it. */
    static int compare(TextValue left, TextValue right) {
        int at = Arrays.mismatch(left.bytes, 0, left.length, right.bytes, 0, right.length);
        if (at < 0) {
            return 0;
        }
        if (at >= left.length || at >= right.length) {
            return left.length - right.length;
        }
        return Utf8Order.compare(left.bytes[at], right.bytes[at]);
    }

    static boolean startsWith(TextValue text, TextValue part) {
        return text.length >= part.length
                && Arrays.equals(text.bytes, 0, part.length, part.bytes, 0, part.length);
    }

    static boolean endsWith(TextValue text, TextValue part) {
        return text.length >= part.length && text.holds(part, text.length - part.length);
    }

    static boolean contains(TextValue text, TextValue part) {
        for (int at = 0; at <= text.length - part.length; at++) {
            if (text.holds(part, at)) {
                return true;
            }
        }
        return false;
    }

    private boolean holds(TextValue part, int at) {
        return Arrays.equals(bytes, at, at + part.length, part.bytes, 0, part.length);
    }

    /** Number of code points: of bytes that continue none. */
    static long size(TextValue text) {
        long size = 0;
        for (int i = 0; i < text.length; i++) {
            size += text.bytes[i] >= -64 ? 1 : 0;
        }
        return size;
    }
}
