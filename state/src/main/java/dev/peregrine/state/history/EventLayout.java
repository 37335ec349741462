package dev.peregrine.state.history;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.LaneSpec;
import java.time.Instant;
import org.agrona.UnsafeApi;

/**
 * Layout of one kept event, version 2. Native byte order; addresses are those of the event's first
 * byte. The conditions are there when the entity type has any, the columns are as many as it has.
 *
 * <pre>
 *   0        8        16       24       32      33        34       36      40
 *   +--------+--------+--------+--------+-------+---------+--------+-------+- - - - - -+- - - - - -+
 *   | time   | event  | amount | label  | label | reversed| outcome| zero  | conditions| column 0  |
 *   | ns     | key    | left   | time   | code  | 0 or 1  | u16    |       | 64 bits   | int64 ... |
 *   +--------+--------+--------+--------+-------+---------+--------+-------+- - - - - -+- - - - - -+
 * </pre>
 */
public final class EventLayout {
    public static final int VERSION = 2;

    static final int TIME_OFFSET = 0;
    static final int EVENT_KEY_OFFSET = 8;
    static final int AMOUNT_OFFSET = 16;
    static final int LABEL_TIME_OFFSET = 24;
    static final int LABEL_OFFSET = 32;
    static final int REVERSED_OFFSET = 33;
    static final int OUTCOME_OFFSET = 34;
    static final int FIXED_LENGTH = 40;

    private static final int STATE_OFFSET = 32;
    private static final byte FRAUD = LabelState.FRAUD.code();

    private final int columnsOffset;
    private final int columns;

    public EventLayout(EntityLayout entity) {
        columnsOffset = FIXED_LENGTH + (entity.conditions() > 0 ? Long.BYTES : 0);
        columns = entity.columns();
    }

    /** Bytes of an event. */
    public int length() {
        return columnsOffset + columns * Long.BYTES;
    }

    void write(long event, EntityEvent from) {
        UnsafeApi.putLong(event + TIME_OFFSET, from.timeNs);
        UnsafeApi.putLong(event + EVENT_KEY_OFFSET, from.eventKey);
        UnsafeApi.putLong(event + AMOUNT_OFFSET, from.amountMinor);
        UnsafeApi.putLong(event + LABEL_TIME_OFFSET, EntityValues.NO_TIME);
        UnsafeApi.putLong(event + STATE_OFFSET, 0L);
        if (columnsOffset > FIXED_LENGTH) {
            UnsafeApi.putLong(event + FIXED_LENGTH, from.conditions);
        }
        for (int i = 0; i < columns; i++) {
            UnsafeApi.putLong(event + columnsOffset + (long) i * Long.BYTES, from.columns[i]);
        }
    }

    /** Offset of a column in an event; {@link LaneSpec#AMOUNT} is one. */
    int offset(int column) {
        return column == LaneSpec.AMOUNT ? AMOUNT_OFFSET : columnsOffset + column * Long.BYTES;
    }

    /** Conditions that the event meets; 0 when the entity type has none. */
    long conditions(long event) {
        return columnsOffset > FIXED_LENGTH ? UnsafeApi.getLong(event + FIXED_LENGTH) : 0;
    }

    void conditions(long event, long conditions) {
        if (columnsOffset > FIXED_LENGTH) {
            UnsafeApi.putLong(event + FIXED_LENGTH, conditions);
        }
    }

    /** Number of columns. */
    int columns() {
        return columns;
    }

    static long timeNs(long event) {
        return UnsafeApi.getLong(event + TIME_OFFSET);
    }

    static long eventKey(long event) {
        return UnsafeApi.getLong(event + EVENT_KEY_OFFSET);
    }

    static long amountMinor(long event) {
        return UnsafeApi.getLong(event + AMOUNT_OFFSET);
    }

    static void amountMinor(long event, long amountMinor) {
        UnsafeApi.putLong(event + AMOUNT_OFFSET, amountMinor);
    }

    static long labelTimeNs(long event) {
        return UnsafeApi.getLong(event + LABEL_TIME_OFFSET);
    }

    static byte labelCode(long event) {
        return UnsafeApi.getByte(event + LABEL_OFFSET);
    }

    static void label(long event, byte code, long labelTimeNs) {
        UnsafeApi.putByte(event + LABEL_OFFSET, code);
        UnsafeApi.putLong(event + LABEL_TIME_OFFSET, labelTimeNs);
    }

    static boolean isReversed(long event) {
        return UnsafeApi.getByte(event + REVERSED_OFFSET) != 0;
    }

    static void reversed(long event) {
        UnsafeApi.putByte(event + REVERSED_OFFSET, (byte) 1);
    }

    static int outcome(long event) {
        return UnsafeApi.getShort(event + OUTCOME_OFFSET) & 0xFFFF;
    }

    static void outcome(long event, int code) {
        UnsafeApi.putShort(event + OUTCOME_OFFSET, (short) code);
    }

    /** 1 when the event is known to be fraud, else 0. */
    static int fraud(long event) {
        return UnsafeApi.getByte(event + LABEL_OFFSET) == FRAUD ? 1 : 0;
    }

    /** True if the event comes after the place (time, key) in an entity's order. */
    static boolean isAfter(long event, long timeNs, long eventKey) {
        long eventTimeNs = timeNs(event);
        return eventTimeNs > timeNs || (eventTimeNs == timeNs && eventKey(event) > eventKey);
    }

    /** A column's value. */
    long column(long event, int column) {
        return UnsafeApi.getLong(event + offset(column));
    }

    /** A time for people. */
    static String instant(long timeNs) {
        return timeNs == EntityValues.NO_TIME ? "-" : Instant.ofEpochSecond(0, timeNs).toString();
    }
}
