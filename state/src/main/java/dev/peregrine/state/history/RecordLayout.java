package dev.peregrine.state.history;

import org.agrona.UnsafeApi;

/**
 * Layout of an entity's record, version 1. Native byte order; addresses are those of the record's
 * first byte. Nothing in it is an address, so a record may be copied anywhere.
 *
 * <pre>
 *   0        8        16       24      28      32     33      34     40
 *   +--------+--------+--------+-------+-------+------+-------+------+
 *   | key    | key    | ring   | first | size  | size | flags | zero |
 *   | high   | low    | block  | index |       | class|       |      |
 *   +--------+--------+--------+-------+-------+------+-------+------+
 *   40 + 24 w                                                64 + 24 w
 *   +--------+--------+--------+--------+-----------------+
 *   | low    | high   | count  | frauds | sum             |   window w
 *   | int32  | int32  | int32  | int32  | int64           |
 *   +--------+--------+--------+--------+-----------------+
 * </pre>
 *
 * <ul>
 *   <li>ring block: offset in the history arena, {@link HistoryArena#NONE} while there is no event.
 *   <li>first, low, high: absolute indexes of events; the event of index i is in slot {@code i mod
 *       2^sizeClass} of the block. They wrap around: compare differences.
 *   <li>low (inclusive) and high (exclusive) bound window w as of the entity's latest event; count,
 *       frauds and sum are those of the events between.
 *   <li>flags: bit 0, the entity has lost events to maxEvents.
 * </ul>
 */
public final class RecordLayout {
    public static final int VERSION = 1;

    static final int KEY_HIGH_OFFSET = 0;
    static final int KEY_LOW_OFFSET = 8;
    static final int BLOCK_OFFSET = 16;
    static final int FIRST_OFFSET = 24;
    static final int SIZE_OFFSET = 28;
    static final int SIZE_CLASS_OFFSET = 32;
    static final int FLAGS_OFFSET = 33;

    static final int WINDOWS_OFFSET = 40;
    static final int WINDOW_LENGTH = 24;
    static final int LOW_OFFSET = 0;
    static final int HIGH_OFFSET = 4;
    static final int COUNT_OFFSET = 8;
    static final int FRAUDS_OFFSET = 12;
    static final int SUM_OFFSET = 16;

    private static final byte SATURATED = 1;

    private RecordLayout() {}

    /** Length of a record with as many windows, in bytes. */
    public static int length(int windows) {
        return WINDOWS_OFFSET + windows * WINDOW_LENGTH;
    }

    /** Makes the record of an entity without events. */
    public static void initialise(long record, int windows, long keyHigh, long keyLow) {
        UnsafeApi.setMemory(record, length(windows), (byte) 0);
        UnsafeApi.putLong(record + KEY_HIGH_OFFSET, keyHigh);
        UnsafeApi.putLong(record + KEY_LOW_OFFSET, keyLow);
        UnsafeApi.putLong(record + BLOCK_OFFSET, HistoryArena.NONE);
    }

    public static long keyHigh(long record) {
        return UnsafeApi.getLong(record + KEY_HIGH_OFFSET);
    }

    public static long keyLow(long record) {
        return UnsafeApi.getLong(record + KEY_LOW_OFFSET);
    }

    static long block(long record) {
        return UnsafeApi.getLong(record + BLOCK_OFFSET);
    }

    static int first(long record) {
        return UnsafeApi.getInt(record + FIRST_OFFSET);
    }

    static int size(long record) {
        return UnsafeApi.getInt(record + SIZE_OFFSET);
    }

    static int sizeClass(long record) {
        return UnsafeApi.getByte(record + SIZE_CLASS_OFFSET);
    }

    static void block(long record, long block, int sizeClass) {
        UnsafeApi.putLong(record + BLOCK_OFFSET, block);
        UnsafeApi.putByte(record + SIZE_CLASS_OFFSET, (byte) sizeClass);
    }

    static void extent(long record, int first, int size) {
        UnsafeApi.putInt(record + FIRST_OFFSET, first);
        UnsafeApi.putInt(record + SIZE_OFFSET, size);
    }

    static boolean isSaturated(long record) {
        return (UnsafeApi.getByte(record + FLAGS_OFFSET) & SATURATED) != 0;
    }

    static void saturated(long record) {
        UnsafeApi.putByte(record + FLAGS_OFFSET, SATURATED);
    }

    /** Several lines for people: the record and its windows. */
    public static String dump(long record, int windows) {
        StringBuilder text =
                new StringBuilder(
                        String.format(
                                "v%d key=%016x%016x block=%d class=%d first=%d size=%d saturated=%b",
                                VERSION,
                                keyHigh(record),
                                keyLow(record),
                                block(record),
                                sizeClass(record),
                                first(record),
                                size(record),
                                isSaturated(record)));
        for (int i = 0; i < windows; i++) {
            long window = record + WINDOWS_OFFSET + (long) i * WINDOW_LENGTH;
            text.append(
                    String.format(
                            "%n  window %d [%d, %d) count=%d frauds=%d sum=%d",
                            i,
                            UnsafeApi.getInt(window + LOW_OFFSET),
                            UnsafeApi.getInt(window + HIGH_OFFSET),
                            UnsafeApi.getInt(window + COUNT_OFFSET),
                            UnsafeApi.getInt(window + FRAUDS_OFFSET),
                            UnsafeApi.getLong(window + SUM_OFFSET)));
        }
        return text.toString();
    }
}
