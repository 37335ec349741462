package dev.peregrine.testing;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;

/**
 * Counts what a round of work allocates. Code that the JVM still interprets or recompiles allocates
 * what compiled code does not, and some things happen once; so a round is repeated until one
 * allocates nothing, or there were enough of them to say that each of them allocates. A round has
 * to be of thousands of events: what allocates for each event shows in every round then.
 */
public final class Allocations {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private Allocations() {}

    /** The bytes of the calling thread in the best of at most {@code maxRounds} rounds. */
    public static long least(int maxRounds, Runnable round) {
        return least(maxRounds, List.of(Thread.currentThread()), round)[0];
    }

    /**
     * The bytes of each thread in its best round, of at most {@code maxRounds}; a round counts for
     * each thread on its own.
     */
    public static long[] least(int maxRounds, List<Thread> threads, Runnable round) {
        long[] least = new long[threads.size()];
        long[] before = new long[least.length];
        long[] after = new long[least.length];
        Arrays.fill(least, Long.MAX_VALUE);
        for (int i = 0; i < maxRounds && Arrays.stream(least).anyMatch(bytes -> bytes > 0); i++) {
            count(threads, before);
            round.run();
            count(threads, after);
            for (int thread = 0; thread < least.length; thread++) {
                least[thread] = Math.min(least[thread], after[thread] - before[thread]);
            }
        }
        return least;
    }

    private static void count(List<Thread> threads, long[] bytes) {
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = THREADS.getThreadAllocatedBytes(threads.get(i).getId());
        }
    }
}
