package dev.peregrine.gateway.evidence;

import java.util.Arrays;

/** A text of an event in UTF-8, in an array that is used again. One thread. */
final class EventText {
    /** Takes a text out of the event that is being read. */
    @FunctionalInterface
    interface Source {
        int get(byte[] target, int offset, int length);
    }

    private byte[] bytes = new byte[64];
    private int length;

    EventText set(int newLength, Source source) {
        if (newLength > bytes.length) {
            bytes = new byte[newLength];
        }
        length = source.get(bytes, 0, newLength);
        return this;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean is(byte[] text) {
        return Arrays.equals(bytes, 0, length, text, 0, text.length);
    }

    byte[] copy() {
        return Arrays.copyOf(bytes, length);
    }
}
