package dev.peregrine.replay.backtest.checkpoint;

import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.nio.charset.StandardCharsets;

/** Values of other types as the numbers that a state file is made of. Exact in both directions. */
public final class StateValues {
    private StateValues() {}

    /** Puts a number, bit by bit. */
    public static void putDouble(StateSink sink, double value) {
        sink.putLong(Double.doubleToRawLongBits(value));
    }

    /** Takes a number. */
    public static double getDouble(StateSource source) {
        return Double.longBitsToDouble(source.getLong());
    }

    /** Puts true or false. */
    public static void putFlag(StateSink sink, boolean value) {
        sink.putLong(value ? 1 : 0);
    }

    /** Takes true or false. */
    public static boolean getFlag(StateSource source) {
        return source.getLong() != 0;
    }

    /** Takes a whole number that fits into an int. */
    public static int getInt(StateSource source) {
        return Math.toIntExact(source.getLong());
    }

    /** Puts numbers whose count is known. */
    public static void putLongs(StateSink sink, long[] values) {
        for (long value : values) {
            sink.putLong(value);
        }
    }

    /** Takes as many numbers as there is room for. */
    public static void getLongs(StateSource source, long[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = source.getLong();
        }
    }

    /** Puts numbers whose count is known. */
    public static void putDoubles(StateSink sink, double[] values) {
        for (double value : values) {
            putDouble(sink, value);
        }
    }

    /** Takes as many numbers as there is room for. */
    public static void getDoubles(StateSource source, double[] into) {
        for (int i = 0; i < into.length; i++) {
            into[i] = getDouble(source);
        }
    }

    /** Puts bytes with their count. */
    public static void putBytes(StateSink sink, byte[] bytes) {
        sink.putLong(bytes.length);
        for (int from = 0; from < bytes.length; from += Long.BYTES) {
            long word = 0;
            for (int i = 0; i < Long.BYTES && from + i < bytes.length; i++) {
                word |= (bytes[from + i] & 0xFFL) << (Byte.SIZE * i);
            }
            sink.putLong(word);
        }
    }

    /** Takes bytes with their count. */
    public static byte[] getBytes(StateSource source) {
        byte[] bytes = new byte[getInt(source)];
        for (int from = 0; from < bytes.length; from += Long.BYTES) {
            long word = source.getLong();
            for (int i = 0; i < Long.BYTES && from + i < bytes.length; i++) {
                bytes[from + i] = (byte) (word >>> (Byte.SIZE * i));
            }
        }
        return bytes;
    }

    /** Puts a text. */
    public static void putText(StateSink sink, String text) {
        putBytes(sink, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes a text. */
    public static String getText(StateSource source) {
        return new String(getBytes(source), StandardCharsets.UTF_8);
    }
}
