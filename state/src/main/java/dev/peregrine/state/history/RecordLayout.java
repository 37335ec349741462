package dev.peregrine.state.history;

import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import org.agrona.UnsafeApi;

/**
 * Layout of an entity's record, version 3. Native byte order; addresses are those of the record's
 * first byte. Nothing in it is an address, so a record may be copied anywhere.
 *
 * <pre>
 *   0        8        16       24      28      32       40     41      48
 *   +--------+--------+--------+-------+-------+--------+------+-------+------+
 *   | key    | key    | ring   | first | size  | latest | size | flags | zero |
 *   | high   | low    | block  | index |       | time   | class|       |      |
 *   +--------+--------+--------+-------+-------+--------+------+-------+------+
 *   48 + 24 w                                                72 + 24 w
 *   +--------+--------+--------+--------+-----------------+
 *   | low    | high   | count  | frauds | sum             |   window w
 *   | int32  | int32  | int32  | int32  | int64           |
 *   +--------+--------+--------+--------+-----------------+
 *   then the state of each lane, of each table of values, of each decayed sum
 * </pre>
 *
 * <ul>
 *   <li>ring block: offset in the history arena, {@link HistoryArena#NONE} while there is no event.
 *   <li>first, low, high: absolute indexes of events; the event of index i is in slot {@code i mod
 *       2^sizeClass} of the block. They wrap around: compare differences.
 *   <li>latest time: of the latest event ever added, {@link EntityValues#NO_TIME} before the first.
 *   <li>low (inclusive) and high (exclusive) bound window w as of the entity's latest event; count,
 *       frauds and sum are those of the events between.
 *   <li>flags: bit 0, the entity has lost events to maxEvents; bit 1, it was used since the store
 *       last looked for entities to drop.
 * </ul>
 */
public final class RecordLayout {
    public static final int VERSION = 3;

    static final int KEY_HIGH_OFFSET = 0;
    static final int KEY_LOW_OFFSET = 8;
    static final int BLOCK_OFFSET = 16;
    static final int FIRST_OFFSET = 24;
    static final int SIZE_OFFSET = 28;
    static final int LATEST_OFFSET = 32;
    static final int SIZE_CLASS_OFFSET = 40;
    static final int FLAGS_OFFSET = 41;

    static final int WINDOWS_OFFSET = 48;
    static final int WINDOW_LENGTH = 24;
    static final int LOW_OFFSET = 0;
    static final int HIGH_OFFSET = 4;
    static final int COUNT_OFFSET = 8;
    static final int FRAUDS_OFFSET = 12;
    static final int SUM_OFFSET = 16;

    private static final int SATURATED = 1;
    private static final int USED = 2;

    private int length;

    RecordLayout(EntityLayout entity) {
        length = WINDOWS_OFFSET + entity.windows().size() * WINDOW_LENGTH;
    }

    /** Sets bytes aside behind what is there; returns their offset. */
    int reserve(int bytes) {
        int offset = length;
        length += bytes;
        return offset;
    }

    /** Bytes of a record. */
    public int length() {
        return length;
    }

    /** Makes the record of an entity without events; lanes and tables set up their own part. */
    void initialise(long record, long keyHigh, long keyLow) {
        UnsafeApi.setMemory(record, length, (byte) 0);
        UnsafeApi.putLong(record + KEY_HIGH_OFFSET, keyHigh);
        UnsafeApi.putLong(record + KEY_LOW_OFFSET, keyLow);
        UnsafeApi.putLong(record + BLOCK_OFFSET, HistoryArena.NONE);
        UnsafeApi.putLong(record + LATEST_OFFSET, EntityValues.NO_TIME);
    }

    public static long keyHigh(long record) {
        return UnsafeApi.getLong(record + KEY_HIGH_OFFSET);
    }

    public static long keyLow(long record) {
        return UnsafeApi.getLong(record + KEY_LOW_OFFSET);
    }

    /** Time of the entity's latest event. */
    public static long latestNs(long record) {
        return UnsafeApi.getLong(record + LATEST_OFFSET);
    }

    /** True once, when {@link #used} was called since it was last asked. */
    public static boolean takeUsed(long record) {
        byte flags = UnsafeApi.getByte(record + FLAGS_OFFSET);
        UnsafeApi.putByte(record + FLAGS_OFFSET, (byte) (flags & ~USED));
        return (flags & USED) != 0;
    }

    static void used(long record, long timeNs) {
        UnsafeApi.putByte(
                record + FLAGS_OFFSET, (byte) (UnsafeApi.getByte(record + FLAGS_OFFSET) | USED));
        if (timeNs > latestNs(record)) {
            UnsafeApi.putLong(record + LATEST_OFFSET, timeNs);
        }
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
        UnsafeApi.putByte(
                record + FLAGS_OFFSET,
                (byte) (UnsafeApi.getByte(record + FLAGS_OFFSET) | SATURATED));
    }

    /** Address of a window in a record. */
    static long window(long record, int window) {
        return record + WINDOWS_OFFSET + (long) window * WINDOW_LENGTH;
    }
}
