package dev.peregrine.latency.peers;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * Payments of one key in a ring, in order of time, with three windows over it: a cursor and a
 * running sum of a value for each, and one upper end for all. Exact, and each payment enters and
 * leaves a window once. One thread.
 *
 * <pre>
 * words: 0..2  index of the first payment in the window, shortest window first
 *        3..5  sum of the values in the window
 *        6     index after the last payment in the windows
 *        7..   ring of (second &lt;&lt; 32 | value); a power of two of them
 * </pre>
 */
public abstract sealed class PaymentRing permits CustomerRing, TerminalRing {
    private static final int WINDOWS = 3;
    private static final int LONGEST = WINDOWS - 1;
    private static final int HIGH = 2 * WINDOWS;
    private static final int HEADER = HIGH + 1;
    private static final int INITIAL = 8;
    private static final int DAY_1 = HandbookFeatures.windowSeconds(0);
    private static final int DAY_7 = HandbookFeatures.windowSeconds(1);
    private static final int DAY_30 = HandbookFeatures.windowSeconds(2);

    private long[] words = new long[HEADER + INITIAL];
    private int mask = INITIAL - 1;
    private int end;

    PaymentRing() {}

    /** Adds the payment and fills in its windows. */
    public abstract void add(FeatureRow row);

    /** Puts a payment behind the others, outside of the windows as yet. */
    final void append(int second, int value) {
        if (end - (int) words[LONGEST] > mask) {
            grow();
        }
        words[HEADER + (end & mask)] = (long) second << 32 | value;
        end++;
    }

    /** Moves the windows' upper end to a time, and their lower ends to where they then belong. */
    final void moveTo(int upper) {
        long[] w = words;
        int high = (int) w[HIGH];
        while (high != end && second(high) <= upper) {
            int value = (int) w[HEADER + (high & mask)];
            w[3] += value;
            w[4] += value;
            w[5] += value;
            high++;
        }
        w[HIGH] = high;
        trim(0, high, upper - DAY_1);
        trim(1, high, upper - DAY_7);
        trim(2, high, upper - DAY_30);
    }

    /** Payments in a window. */
    final int count(int window) {
        return (int) words[HIGH] - (int) words[window];
    }

    /** Sum of the values in a window. */
    final long sum(int window) {
        return words[WINDOWS + window];
    }

    private int second(int index) {
        return (int) (words[HEADER + (index & mask)] >> 32);
    }

    private void trim(int window, int high, int until) {
        long[] w = words;
        int low = (int) w[window];
        if (low == high || second(low) > until) {
            return;
        }
        long sum = w[WINDOWS + window];
        do {
            sum -= (int) w[HEADER + (low & mask)];
            low++;
        } while (low != high && second(low) <= until);
        w[window] = low;
        w[WINDOWS + window] = sum;
    }

    private void grow() {
        long[] larger = new long[HEADER + 2 * (mask + 1)];
        System.arraycopy(words, 0, larger, 0, HEADER);
        int largerMask = 2 * mask + 1;
        for (int i = (int) words[LONGEST]; i != end; i++) {
            larger[HEADER + (i & largerMask)] = words[HEADER + (i & mask)];
        }
        words = larger;
        mask = largerMask;
    }

    /** Writes it, its ring no longer than it need be. */
    public final void write(DataOutput out) throws IOException {
        int first = (int) words[LONGEST];
        out.writeInt(end - first);
        out.writeInt((int) words[0] - first);
        out.writeInt((int) words[1] - first);
        out.writeInt((int) words[HIGH] - first);
        for (int i = WINDOWS; i < HIGH; i++) {
            out.writeLong(words[i]);
        }
        for (int i = first; i != end; i++) {
            out.writeLong(words[HEADER + (i & mask)]);
        }
    }

    /** Becomes what was written. */
    public final void read(DataInput in) throws IOException {
        int size = in.readInt();
        if (size > mask + 1) {
            mask = Integer.highestOneBit(size) * 2 - 1;
            words = new long[HEADER + mask + 1];
        }
        end = size;
        words[0] = in.readInt();
        words[1] = in.readInt();
        words[LONGEST] = 0;
        words[HIGH] = in.readInt();
        for (int i = WINDOWS; i < HIGH; i++) {
            words[i] = in.readLong();
        }
        for (int i = 0; i < size; i++) {
            words[HEADER + i] = in.readLong();
        }
    }

    final void copyFrom(PaymentRing other) {
        words = other.words.clone();
        mask = other.mask;
        end = other.end;
    }
}
