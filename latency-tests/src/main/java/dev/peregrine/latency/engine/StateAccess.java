package dev.peregrine.latency.engine;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;

/**
 * An access to an entity's state through the hot path, against a plain table that touches as many
 * cache lines, in processor time; in turns, over all cards in random order, so that caches help
 * neither.
 *
 * <p>Lines of the hot path: one of the index; those of the record that hold header and windows (a
 * record begins at any multiple of 8); one for each different event at an end of a window. The
 * plain table's lines lie side by side.
 */
final class StateAccess {
    private static final int ROUNDS = 15;
    private static final int WARM_UP_ROUNDS = 5;
    private static final int LONGEST_ROUND = 1_000_000;
    private static final int LINE = 64;
    private static final int HEADER = 48;
    private static final int WINDOW = 24;
    private static final int LOW = 4;
    private static final long SEED = 7;
    private static final int TOGETHER = 5;

    private final CardIndex cards;
    private final EntityStore store;
    private final int[] order;
    private final double lines;
    private final double[] hotNs = new double[ROUNDS];
    private final double[] plainNs = new double[ROUNDS];
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private long sink;

    StateAccess(EntityStore store, CardIndex cards) {
        this.store = store;
        this.cards = cards;
        int[] all = cards.shuffled(SEED);
        order = Arrays.copyOf(all, Math.min(all.length, LONGEST_ROUND));
        lines = 1 + recordLines(store.layout()) + cards.meanEnds();
    }

    /** Measures. */
    StateAccess run() {
        try (PlainTable plain = new PlainTable(store.layout().capacity(), (int) Math.rint(lines))) {
            for (int card : cards.shuffled(SEED + 1)) {
                plain.insert(cards.high(card), cards.low(card));
            }
            for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
                long start = threads.getCurrentThreadCpuTime();
                touchStore();
                long middle = threads.getCurrentThreadCpuTime();
                touchTable(plain);
                long end = threads.getCurrentThreadCpuTime();
                if (round >= 0) {
                    hotNs[round] = (double) (middle - start) / order.length;
                    plainNs[round] = (double) (end - middle) / order.length;
                }
            }
        }
        Arrays.sort(hotNs);
        Arrays.sort(plainNs);
        return this;
    }

    /** As the engine does for the entities of an event: probe all, find all, touch all. */
    private void touchStore() {
        long[] found = new long[TOGETHER];
        EntityEvent event = new EntityEvent(store.layout().columns());
        for (int i = 0; i + TOGETHER <= order.length; i += TOGETHER) {
            for (int k = 0; k < TOGETHER; k++) {
                store.probe(cards.high(order[i + k]), cards.low(order[i + k]));
            }
            for (int k = 0; k < TOGETHER; k++) {
                found[k] = store.find(cards.high(order[i + k]), cards.low(order[i + k]));
            }
            for (int k = 0; k < TOGETHER; k++) {
                store.touch(found[k], event);
                sink++;
            }
        }
    }

    private void touchTable(PlainTable plain) {
        for (int card : order) {
            sink += plain.touch(cards.high(card), cards.low(card));
        }
    }

    /** Cache lines of a record that hold its header and windows, in the mean. */
    static double recordLines(EntityLayout layout) {
        int read = HEADER + (layout.windows().size() - 1) * WINDOW + LOW;
        return 1 + (read - Long.BYTES) / (double) LINE;
    }

    /** Cache lines that the hot path touches for one card, in the mean. */
    double lines() {
        return lines;
    }

    /** Nanoseconds of an access through the hot path: the median round. */
    double hotNs() {
        return hotNs[ROUNDS / 2];
    }

    /** Nanoseconds of an access to the plain table: the median round. */
    double plainNs() {
        return plainNs[ROUNDS / 2];
    }

    /** Depends on all that was read. */
    long sink() {
        return sink;
    }
}
