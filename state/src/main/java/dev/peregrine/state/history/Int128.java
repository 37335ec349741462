package dev.peregrine.state.history;

import java.math.BigInteger;
import org.agrona.UnsafeApi;

/**
 * Signed 128-bit integers in native memory: lower half first. Arithmetic wraps around; what it is
 * used for stays within range, by {@link dev.peregrine.state.EntityLayout#maxAmountMinor()}.
 */
final class Int128 {
    static final int LENGTH = 16;

    private Int128() {}

    static long low(long address) {
        return UnsafeApi.getLong(address);
    }

    static long high(long address) {
        return UnsafeApi.getLong(address + Long.BYTES);
    }

    /** Adds {@code sign * a * b}, sign 1 or -1. */
    static void addProduct(long address, long a, long b, int sign) {
        long productLow = a * b;
        long productHigh = Math.multiplyHigh(a, b);
        long low = low(address);
        long high = high(address);
        long newLow;
        if (sign > 0) {
            newLow = low + productLow;
            high += productHigh + (Long.compareUnsigned(newLow, low) < 0 ? 1 : 0);
        } else {
            newLow = low - productLow;
            high -= productHigh + (Long.compareUnsigned(low, productLow) < 0 ? 1 : 0);
        }
        UnsafeApi.putLong(address, newLow);
        UnsafeApi.putLong(address + Long.BYTES, high);
    }

    /** In decimal. */
    static String text(long address) {
        return BigInteger.valueOf(high(address))
                .shiftLeft(Long.SIZE)
                .add(new BigInteger(Long.toUnsignedString(low(address))))
                .toString();
    }
}
