package dev.peregrine.state.identity;

import org.agrona.UnsafeApi;

/**
 * One remembered identity in off-heap memory, 48 bytes, native byte order.
 *
 * <pre>
 *   0  id hash, upper 64 bits
 *   8  id hash, lower 64 bits
 *  16  content hash
 *  24  epoch of the event that had the effect
 *  32  sequence of that event
 *  40  ingress time of that event, epoch nanoseconds
 * </pre>
 */
final class IdentityLayout {
    static final int LENGTH = 48;
    private static final int ID_LOW = 8;
    private static final int CONTENT = 16;
    private static final int EPOCH = 24;
    private static final int SEQUENCE = 32;
    private static final int INGRESS = 40;

    private IdentityLayout() {}

    static void write(
            long address,
            long idHigh,
            long idLow,
            long contentHash,
            long epoch,
            long sequence,
            long ingressTimeNs) {
        UnsafeApi.putLong(address, idHigh);
        UnsafeApi.putLong(address + ID_LOW, idLow);
        UnsafeApi.putLong(address + CONTENT, contentHash);
        UnsafeApi.putLong(address + EPOCH, epoch);
        UnsafeApi.putLong(address + SEQUENCE, sequence);
        UnsafeApi.putLong(address + INGRESS, ingressTimeNs);
    }

    static long idHigh(long address) {
        return UnsafeApi.getLong(address);
    }

    static long idLow(long address) {
        return UnsafeApi.getLong(address + ID_LOW);
    }

    static long contentHash(long address) {
        return UnsafeApi.getLong(address + CONTENT);
    }

    static long epoch(long address) {
        return UnsafeApi.getLong(address + EPOCH);
    }

    static long sequence(long address) {
        return UnsafeApi.getLong(address + SEQUENCE);
    }

    static long ingressTimeNs(long address) {
        return UnsafeApi.getLong(address + INGRESS);
    }
}
