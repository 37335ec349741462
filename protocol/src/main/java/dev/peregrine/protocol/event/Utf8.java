package dev.peregrine.protocol.event;

import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/** UTF-8 without allocation. */
final class Utf8 {
    private static final long NOT_ASCII = 0x8080808080808080L;

    private Utf8() {}

    /**
     * Encodes a text.
     *
     * @return bytes written, or -1 when they do not fit or the text holds an unpaired surrogate
     */
    static int encode(CharSequence text, byte[] target, int capacity) {
        int position = 0;
        int chars = text.length();
        if (chars > capacity) {
            return -1;
        }
        for (int i = 0; i < chars; i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                if (position >= capacity) {
                    return -1;
                }
                target[position++] = (byte) c;
            } else if (c < 0x800) {
                if (position + 2 > capacity) {
                    return -1;
                }
                target[position++] = (byte) (0xC0 | (c >> 6));
                target[position++] = (byte) (0x80 | (c & 0x3F));
            } else if (Character.isSurrogate(c)) {
                if (position + 4 > capacity
                        || i + 1 >= chars
                        || !Character.isSurrogatePair(c, text.charAt(i + 1))) {
                    return -1;
                }
                int point = Character.toCodePoint(c, text.charAt(++i));
                target[position++] = (byte) (0xF0 | (point >> 18));
                target[position++] = (byte) (0x80 | ((point >> 12) & 0x3F));
                target[position++] = (byte) (0x80 | ((point >> 6) & 0x3F));
                target[position++] = (byte) (0x80 | (point & 0x3F));
            } else {
                if (position + 3 > capacity) {
                    return -1;
                }
                target[position++] = (byte) (0xE0 | (c >> 12));
                target[position++] = (byte) (0x80 | ((c >> 6) & 0x3F));
                target[position++] = (byte) (0x80 | (c & 0x3F));
            }
        }
        return position;
    }

    /** Whether the bytes are well-formed UTF-8: no overlong form, no surrogate, nothing cut off. */
    static boolean isWellFormed(DirectBuffer buffer, int offset, int length) {
        int end = offset + length;
        int i = offset;
        while (i < end) {
            if (end - i >= Long.BYTES
                    && (buffer.getLong(i, ByteOrder.LITTLE_ENDIAN) & NOT_ASCII) == 0) {
                i += Long.BYTES;
                continue;
            }
            int first = buffer.getByte(i) & 0xFF;
            if (first < 0x80) {
                i++;
                continue;
            }
            int following = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
            if (first < 0xC2 || first > 0xF4 || i + following >= end) {
                return false;
            }
            int second = buffer.getByte(i + 1) & 0xFF;
            int least = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
            int greatest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
            if (second < least || second > greatest) {
                return false;
            }
            for (int k = 2; k <= following; k++) {
                if ((buffer.getByte(i + k) & 0xC0) != 0x80) {
                    return false;
                }
            }
            i += following + 1;
        }
        return true;
    }
}
