package dev.peregrine.gateway.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells whether a body is UTF-8, as JSON has to be, before a parser guesses another encoding. */
final class Utf8Check {
    private Utf8Check() {}

    /** Index of the first byte that is NUL or not ASCII; the end when there is none. */
    private static int asciiEnd(byte[] bytes, int offset, int end) {
        int i = offset;
        while (i < end && bytes[i] > 0) {
            i++;
        }
        return i;
    }

    /** Index of the first byte that is NUL or not of well-formed UTF-8; -1 when all is well. */
    static int firstMalformed(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int ascii = asciiEnd(bytes, offset, end);
        if (ascii == end) {
            return -1;
        }
        ByteBuffer rest = ByteBuffer.wrap(bytes, ascii, end - ascii);
        try {
            if (StandardCharsets.UTF_8.newDecoder().decode(rest).chars().allMatch(c -> c != 0)) {
                return -1;
            }
            for (int i = ascii; i < end; i++) {
                if (bytes[i] == 0) {
                    return i;
                }
            }
            return -1;
        } catch (CharacterCodingException e) {
            return rest.position();
        }
    }

    /** Line of a position in a text that begins at an offset, from 1. */
    static int lineOf(byte[] bytes, int offset, int position) {
        int line = 1;
        for (int i = offset; i < position; i++) {
            if (bytes[i] == '\n') {
                line++;
            }
        }
        return line;
    }

    /** Column of a position in bytes, from 1. */
    static int columnOf(byte[] bytes, int offset, int position) {
        int start = position;
        while (start > offset && bytes[start - 1] != '\n') {
            start--;
        }
        return position - start + 1;
    }
}
