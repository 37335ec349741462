package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.agrona.UnsafeApi;

/**
 * Finds the leaves of many small trees without walking them. A tree's leaves are bits, numbered
 * from left to right. A split that a row does not go left at rules the leaves on its left out; when
 * all such splits have, the lowest bit left is the row's leaf (Lucchese et al., "QuickScorer: a
 * fast algorithm to rank documents with additive ensembles of regression trees", 2015).
 *
 * <p>Which splits of a slot rule leaves out depends only on the interval between the slot's
 * thresholds in which the value lies. So what they leave is worked out beforehand, for every
 * interval of every slot and every tree: a row costs a search in each slot's thresholds, and a
 * bitwise and over the masks found, which the JIT compiler does for several trees at a time. The
 * price is memory, intervals times trees times four bytes.
 *
 * <p>Immutable; shared by the scorers of all threads.
 */
final class IntervalMasks {
    /** Fewer trees are walked. */
    static final int MIN_TREES = 16;

    /** Models whose masks would take more are walked. */
    static final int MAX_BYTES = 1 << 20;

    private static final int MAX_LEAVES = Integer.SIZE;
    private static final int LANES = 16;
    private static final int SLOTS_AT_A_TIME = 4;
    private static final long LONGS = UnsafeApi.arrayBaseOffset(long[].class);

    private final int[] trees;

    /** Number of trees, rounded up. */
    private final int width;

    /** The slots that are compared, then slot 0, which rules nothing out, up to a multiple. */
    private final int[] slots;

    /** For each of these slots its first threshold, then the end of the last. */
    private final int[] starts;

    /** {@link #code Codes} of each slot's thresholds, in ascending order. */
    private final long[] thresholds;

    /** A row of masks for each interval: of a slot with n thresholds n + 1, by ascending values. */
    private final int[][] masks;

    /** Values of the leaves, {@link #MAX_LEAVES} for each tree. */
    private final double[] values;

    private IntervalMasks(TreeModel model, SlotTable table, int[] trees, List<long[]> ofSlots) {
        this.trees = trees;
        width = (trees.length + LANES - 1) / LANES * LANES;
        int[] compared = compared(ofSlots);
        slots = Arrays.copyOf(compared, roundUp(compared.length));
        starts = new int[slots.length + 1];
        for (int i = 0; i < slots.length; i++) {
            int count = i < compared.length ? ofSlots.get(slots[i]).length : 1;
            starts[i + 1] = starts[i] + count;
        }
        thresholds = new long[starts[slots.length]];
        Arrays.fill(thresholds, Long.MAX_VALUE);
        for (int i = 0; i < compared.length; i++) {
            long[] own = ofSlots.get(compared[i]);
            System.arraycopy(own, 0, thresholds, starts[i], own.length);
        }
        masks = new int[thresholds.length + slots.length][width];
        for (int[] row : masks) {
            Arrays.fill(row, -1);
        }
        values = new double[width * MAX_LEAVES];
        int[] places = new int[ofSlots.size()];
        for (int i = 0; i < compared.length; i++) {
            places[compared[i]] = i;
        }
        for (int i = 0; i < trees.length; i++) {
            new Filler(model.trees().get(trees[i]), i, table, places).fill();
        }
    }

    /**
     * Masks of a model's trees without categories.
     *
     * @return empty when these are too few, or one has too many leaves, or all take too much memory
     */
    static Optional<IntervalMasks> of(TreeModel model, SlotTable slots, int[] trees) {
        if (trees.length < MIN_TREES) {
            return Optional.empty();
        }
        List<List<Long>> found = new ArrayList<>();
        for (int i = 0; i < slots.size(); i++) {
            found.add(new ArrayList<>());
        }
        for (int number : trees) {
            Tree tree = model.trees().get(number);
            if (tree.leafCount() > MAX_LEAVES) {
                return Optional.empty();
            }
            for (int split = 0; split < tree.splits(); split++) {
                found.get(slots.of(tree, split)).add(code(tree.threshold(split)));
            }
        }
        List<long[]> thresholds = new ArrayList<>();
        long rows = 0;
        for (List<Long> ofSlot : found) {
            long[] distinct =
                    ofSlot.stream().mapToLong(Long::longValue).sorted().distinct().toArray();
            thresholds.add(distinct);
            rows += distinct.length + 1;
        }
        return rows * (trees.length + LANES) * Integer.BYTES > MAX_BYTES
                ? Optional.empty()
                : Optional.of(new IntervalMasks(model, slots, trees, thresholds));
    }

    /** Bytes of the arrays. */
    long bytes() {
        return 4L * ((long) masks.length * width + trees.length + slots.length + starts.length)
                + 8L * (thresholds.length + values.length);
    }

    /** What finds leaves, with room of its own. */
    Finder finder() {
        return new Finder();
    }

    /** A number in the order of doubles, both zeros being one, and NaN the greatest. */
    private static long code(double value) {
        long bits = Double.doubleToRawLongBits(value + 0.0);
        return Double.isNaN(value) ? Long.MAX_VALUE : bits ^ (bits >> 63 & Long.MAX_VALUE);
    }

    private static int[] compared(List<long[]> thresholds) {
        int[] compared = new int[thresholds.size()];
        int count = 0;
        for (int i = 0; i < compared.length; i++) {
            if (thresholds.get(i).length > 0) {
                compared[count++] = i;
            }
        }
        return Arrays.copyOf(compared, count);
    }

    private static int roundUp(int count) {
        return (count + SLOTS_AT_A_TIME - 1) / SLOTS_AT_A_TIME * SLOTS_AT_A_TIME;
    }

    /** Numbers a tree's leaves, and puts what its splits leave into the masks. */
    private final class Filler {
        private final Tree tree;
        private final int lane;
        private final SlotTable table;
        private final int[] places;
        private int leaves;

        Filler(Tree tree, int lane, SlotTable table, int[] places) {
            this.tree = tree;
            this.lane = lane;
            this.table = table;
            this.places = places;
        }

        void fill() {
            fill(tree.root());
        }

        /** Below a node; its leaves are those that are numbered meanwhile. */
        private void fill(int node) {
            if (node < 0) {
                values[lane * MAX_LEAVES + leaves] = tree.leaf(~node);
                leaves++;
                return;
            }
            int first = leaves;
            fill(tree.left(node));
            long onTheLeft = (1L << leaves) - (1L << first);
            int place = places[table.of(tree, node)];
            int from =
                    Arrays.binarySearch(
                            thresholds,
                            starts[place],
                            starts[place + 1],
                            code(tree.threshold(node)));
            for (int i = from + 1; i <= starts[place + 1]; i++) {
                masks[i + place][lane] &= (int) ~onTheLeft;
            }
            fill(tree.right(node));
        }
    }

    /** Finds the leaves of rows. One thread; allocates nothing per row. */
    final class Finder {
        private final int[] left = new int[width];

        private Finder() {}

        /**
         * Finds the value of the leaf that a row comes to in each tree.
         *
         * @param row in slots, slot 0 being less than every threshold
         * @param leaves gets the values, by the numbers of the trees
         */
        void find(double[] row, double[] leaves) {
            Arrays.fill(left, -1);
            for (int i = 0; i < slots.length; i += SLOTS_AT_A_TIME) {
                keep(rowOf(i, row), rowOf(i + 1, row), rowOf(i + 2, row), rowOf(i + 3, row));
            }
            for (int i = 0; i < trees.length; i++) {
                int leaf = Integer.numberOfTrailingZeros(left[i]);
                leaves[trees[i]] = values[i * MAX_LEAVES + leaf];
            }
        }

        private void keep(int[] first, int[] second, int[] third, int[] fourth) {
            int[] kept = left;
            for (int i = 0; i < kept.length; i++) {
                kept[i] &= first[i] & second[i] & third[i] & fourth[i];
            }
        }

        /** Masks of the interval in which a slot's value lies. */
        private int[] rowOf(int place, double[] row) {
            long value = code(row[slots[place]]);
            int from = starts[place];
            int end = starts[place + 1];
            for (int count = end - from; count > 1; count -= count >>> 1) {
                int middle = from + (count >>> 1);
                from = threshold(middle - 1) < value ? middle : from;
            }
            return masks[(threshold(from) < value ? from + 1 : from) + place];
        }

        private long threshold(int index) {
            return UnsafeApi.getLong(thresholds, LONGS + ((long) index << 3));
        }
    }
}
