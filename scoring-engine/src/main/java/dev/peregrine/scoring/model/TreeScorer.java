package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.TreeModel;
import org.agrona.UnsafeApi;

/**
 * Scores a row with a {@link TreeLayout}. The leaves of many small trees are found by {@link
 * IntervalMasks}. Other trees without categories are walked in rounds: a round takes every tree
 * that has not come to its leaf a few steps further. No branch depends on the data, so that the
 * processor is in several trees at a time, and a short path costs little more than its steps. The
 * leaves found are then added in the order of the trees. One thread; allocates nothing per row.
 */
final class TreeScorer implements ModelScorer {
    private static final long DOUBLES = UnsafeApi.arrayBaseOffset(double[].class);

    private final TreeLayout layout;
    private final SlotFiller filler;
    private final double[] slots;
    private final double[] leaves;

    /** Where the walks of a round stand that go on, and in which tree. */
    private final int[] openNodes;

    private final int[] openTrees;
    private final int[] groups;
    private final double[] base;
    private final boolean single;

    /** Null where trees are walked. */
    private final IntervalMasks.Finder finder;

    TreeScorer(TreeLayout layout) {
        this.layout = layout;
        TreeModel model = layout.model;
        filler = layout.slots.filler();
        slots = new double[layout.slots.size()];
        leaves = new double[model.trees().size()];
        openNodes = new int[leaves.length + 1];
        openTrees = new int[leaves.length + 1];
        groups = new int[leaves.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = model.group(i);
        }
        base = new double[model.marginCount()];
        for (int i = 0; i < base.length; i++) {
            base[i] = model.base(i);
        }
        single = model.library() == TreeModel.Library.XGBOOST;
        finder = layout.masks == null ? null : layout.masks.finder();
    }

    TreeLayout layout() {
        return layout;
    }

    @Override
    public void margins(double[] row, double[] margins) {
        filler.fill(row, slots);
        if (finder == null) {
            walk();
        } else {
            finder.find(slots, leaves);
        }
        for (int i = layout.numeric; i < layout.roots.length; i++) {
            leaves[layout.trees[i]] = walkCategorical(layout.roots[i]);
        }
        if (base.length == 1) {
            margins[0] = single ? singleSum() : doubleSum();
        } else {
            sums(margins);
        }
    }

    private void walk() {
        for (int open = firstRound(); open > 0; ) {
            open = nextRound(open);
        }
    }

    private int firstRound() {
        double[] values = slots;
        long[] nodes = layout.nodes;
        int[] roots = layout.roots;
        int[] trees = layout.trees;
        int open = 0;
        for (int i = 0; i < layout.numeric; i++) {
            int node = step(values, nodes, step(values, nodes, roots[i]));
            node = step(values, nodes, step(values, nodes, node));
            open = keep(nodes, node, trees[i], open);
        }
        return open;
    }

    /** Goes on with the first walks that are open; gives how many still are. */
    private int nextRound(int count) {
        double[] values = slots;
        long[] nodes = layout.nodes;
        int open = 0;
        for (int i = 0; i < count; i++) {
            int node = step(values, nodes, step(values, nodes, openNodes[i]));
            open = keep(nodes, node, openTrees[i], open);
        }
        return open;
    }

    /** Keeps a node as a leaf, and as one to go on from, which only counts if it is none. */
    private int keep(long[] nodes, int node, int tree, int open) {
        leaves[tree] = TreeLayout.value(nodes, node);
        openNodes[open] = node;
        openTrees[open] = tree;
        return open + (int) (-TreeLayout.link(nodes, node) >>> 63);
    }

    private static int step(double[] values, long[] nodes, int node) {
        long link = TreeLayout.link(nodes, node);
        int left = TreeLayout.left(link, node);
        double value = UnsafeApi.getDouble(values, DOUBLES + ((long) TreeLayout.slot(link) << 3));
        return value <= TreeLayout.value(nodes, node) ? left : left + 1;
    }

    private double walkCategorical(int root) {
        long[] nodes = layout.nodes;
        int node = root;
        for (long link; (link = TreeLayout.link(nodes, node)) != 0; ) {
            node = next(link, node);
        }
        return TreeLayout.value(nodes, node);
    }

    /** Child of a split of any kind. */
    private int next(long link, int node) {
        int slot = TreeLayout.slot(link);
        double threshold = TreeLayout.value(layout.nodes, node);
        boolean goesLeft =
                layout.categoricalSlots[slot]
                        ? isInSet((int) threshold, slots[slot])
                        : slots[slot] <= threshold;
        return TreeLayout.left(link, node) + (goesLeft ? 0 : 1);
    }

    /**
     * Adds up, for the row that {@link #margins} scored last, what each step of each tree's path
     * changes the expected value by, under the input that the step looks at.
     *
     * @param expected expected value of each node, as {@link TreeLayout#expectedValues} gives it
     * @param slotInputs input of each slot
     * @param contributions gets the sums, by input; not cleared before
     */
    void attribute(double[] expected, int[] slotInputs, double[] contributions) {
        for (int root : layout.roots) {
            int node = root;
            for (long link; (link = TreeLayout.link(layout.nodes, node)) != 0; ) {
                int next = next(link, node);
                contributions[slotInputs[TreeLayout.slot(link)]] += expected[next] - expected[node];
                node = next;
            }
        }
    }

    private boolean isInSet(int set, double value) {
        if (value < 0) {
            return value == SlotTable.LEFT;
        }
        int category = (int) value;
        int word = layout.setStarts[set] + (category >> 5);
        return word < layout.setStarts[set + 1]
                && (layout.setWords[word] >>> (category & 31) & 1) != 0;
    }

    private double doubleSum() {
        double sum = base[0];
        for (double leaf : leaves) {
            sum += leaf;
        }
        return sum;
    }

    private double singleSum() {
        float sum = (float) base[0];
        for (double leaf : leaves) {
            sum += (float) leaf;
        }
        return sum;
    }

    private void sums(double[] margins) {
        System.arraycopy(base, 0, margins, 0, base.length);
        for (int i = 0; i < leaves.length; i++) {
            int group = groups[i];
            margins[group] =
                    single
                            ? (float) margins[group] + (float) leaves[i]
                            : margins[group] + leaves[i];
        }
    }
}
