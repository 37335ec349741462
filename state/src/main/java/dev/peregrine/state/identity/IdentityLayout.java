package dev.peregrine.state.identity;

import org.agrona.UnsafeApi;

/**
 * Layout of an identity segment, version 1: tags, then entries, one of each for every slot. Native
 * byte order.
 *
 * <pre>
 *   tag     0            4            8
 *           +------------+------------+
 *           | generation | part of id |
 *           +------------+------------+
 *   entry   0        8        16       24       32       40
 *           +--------+--------+--------+--------+--------+
 *           | id     | id     | content| epoch  | seq-   |
 *           | high   | low    | hash   |        | uence  |
 *           +--------+--------+--------+--------+--------+
 * </pre>
 *
 * A slot is taken if its tag has the segment's present generation, so a segment is emptied by
 * counting its generation up. Eight tags share a cache line: a search that finds nothing mostly
 * reads one line.
 */
final class IdentityLayout {
    static final int VERSION = 1;
    static final int TAG_LENGTH = 8;
    static final int ENTRY_LENGTH = 40;

    static final int ID_HIGH_OFFSET = 0;
    static final int ID_LOW_OFFSET = 8;
    static final int CONTENT_HASH_OFFSET = 16;
    static final int EPOCH_OFFSET = 24;
    static final int SEQUENCE_OFFSET = 32;

    private IdentityLayout() {}

    static long tag(int generation, long idLow) {
        return (long) generation << 32 | idLow >>> 32;
    }

    static int generation(long tag) {
        return (int) (tag >>> 32);
    }

    static boolean is(long entry, long idHigh, long idLow) {
        return UnsafeApi.getLong(entry + ID_HIGH_OFFSET) == idHigh
                && UnsafeApi.getLong(entry + ID_LOW_OFFSET) == idLow;
    }

    static long idHigh(long entry) {
        return UnsafeApi.getLong(entry + ID_HIGH_OFFSET);
    }

    static long idLow(long entry) {
        return UnsafeApi.getLong(entry + ID_LOW_OFFSET);
    }

    static long contentHash(long entry) {
        return UnsafeApi.getLong(entry + CONTENT_HASH_OFFSET);
    }

    static long epoch(long entry) {
        return UnsafeApi.getLong(entry + EPOCH_OFFSET);
    }

    static long sequence(long entry) {
        return UnsafeApi.getLong(entry + SEQUENCE_OFFSET);
    }

    static void write(
            long entry, long idHigh, long idLow, long contentHash, long epoch, long sequence) {
        UnsafeApi.putLong(entry + ID_HIGH_OFFSET, idHigh);
        UnsafeApi.putLong(entry + ID_LOW_OFFSET, idLow);
        UnsafeApi.putLong(entry + CONTENT_HASH_OFFSET, contentHash);
        UnsafeApi.putLong(entry + EPOCH_OFFSET, epoch);
        UnsafeApi.putLong(entry + SEQUENCE_OFFSET, sequence);
    }

    /** One line for people. */
    static String dump(long entry) {
        return String.format(
                "id=%016x%016x content=%016x epoch=%d sequence=%d",
                idHigh(entry), idLow(entry), contentHash(entry), epoch(entry), sequence(entry));
    }
}
