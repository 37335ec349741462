package dev.peregrine.state.history;

import dev.peregrine.state.LabelState;
import org.agrona.UnsafeApi;

/**
 * Layout of one kept event, version 1. Native byte order; addresses are those of the event's first
 * byte.
 *
 * <pre>
 *   0        8        16       24       32      33        34       36      40
 *   +--------+--------+--------+--------+-------+---------+--------+-------+
 *   | time   | event  | amount | label  | label | reversed| outcome| zero  |
 *   | ns     | key    | left   | time   | code  | 0 or 1  | u16    |       |
 *   +--------+--------+--------+--------+-------+---------+--------+-------+
 * </pre>
 */
final class EventLayout {
    static final int VERSION = 1;
    static final int LENGTH = 40;

    static final int TIME_OFFSET = 0;
    static final int EVENT_KEY_OFFSET = 8;
    static final int AMOUNT_OFFSET = 16;
    static final int LABEL_TIME_OFFSET = 24;
    static final int LABEL_OFFSET = 32;
    static final int REVERSED_OFFSET = 33;
    static final int OUTCOME_OFFSET = 34;

    private static final int STATE_OFFSET = 32;
    private static final byte FRAUD = LabelState.FRAUD.code();

    private EventLayout() {}

    static void write(long event, long timeNs, long eventKey, long amountMinor, long labelTimeNs) {
        UnsafeApi.putLong(event + TIME_OFFSET, timeNs);
        UnsafeApi.putLong(event + EVENT_KEY_OFFSET, eventKey);
        UnsafeApi.putLong(event + AMOUNT_OFFSET, amountMinor);
        UnsafeApi.putLong(event + LABEL_TIME_OFFSET, labelTimeNs);
        UnsafeApi.putLong(event + STATE_OFFSET, 0L);
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

    /** What the event adds to a window's count: 1, or 0 when wholly reversed. */
    static int counted(long event) {
        return 1 - UnsafeApi.getByte(event + REVERSED_OFFSET);
    }

    /** What the event adds to a window's frauds: 1 or 0. */
    static int fraud(long event) {
        return UnsafeApi.getByte(event + LABEL_OFFSET) == FRAUD ? counted(event) : 0;
    }

    /** True if the event comes after the place (time, key) in an entity's order. */
    static boolean isAfter(long event, long timeNs, long eventKey) {
        long eventTimeNs = timeNs(event);
        return eventTimeNs > timeNs || (eventTimeNs == timeNs && eventKey(event) > eventKey);
    }

    /** One line for people. */
    static String dump(long event) {
        return String.format(
                "time=%d key=%d amount=%d label=%d@%d reversed=%b outcome=%04x",
                timeNs(event),
                eventKey(event),
                amountMinor(event),
                labelCode(event),
                labelTimeNs(event),
                isReversed(event),
                outcome(event));
    }
}
