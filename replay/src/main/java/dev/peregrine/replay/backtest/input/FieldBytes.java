package dev.peregrine.replay.backtest.input;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Values of a record's fields, one behind the other. Reused from record to record. One thread. */
final class FieldBytes {
    private byte[] bytes = new byte[4096];
    private final int[] offsets;
    private final int[] lengths;
    private int used;

    FieldBytes(int fields) {
        offsets = new int[fields];
        lengths = new int[fields];
    }

    /** Empties all fields. */
    void clear() {
        Arrays.fill(lengths, 0);
        used = 0;
    }

    void set(int field, String text) {
        byte[] value = text.getBytes(StandardCharsets.UTF_8);
        if (used + value.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, used + value.length));
        }
        System.arraycopy(value, 0, bytes, used, value.length);
        offsets[field] = used;
        lengths[field] = value.length;
        used += value.length;
    }

    byte[] bytes() {
        return bytes;
    }

    int offset(int field) {
        return offsets[field];
    }

    int length(int field) {
        return lengths[field];
    }

    int count() {
        return lengths.length;
    }

    String text(int field) {
        return new String(bytes, offsets[field], lengths[field], StandardCharsets.UTF_8);
    }
}
