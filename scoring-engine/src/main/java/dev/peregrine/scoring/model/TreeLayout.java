package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;
import org.agrona.UnsafeApi;

/**
 * All trees of a model in one flat array. A node is two words of it, so that a step of a walk reads
 * one cache line:
 *
 * <pre>
 *   word 0   split: threshold, or number of the set of categories; leaf: its value; as a double
 *   word 1   bits 63..32 the slot to compare, bits 31..0 how far the left child is from the node;
 *            the right child is the next one
 * </pre>
 *
 * A leaf is its own left child and compares slot 0, which is minus infinity: from a leaf every step
 * leads to itself, so a walk may take more steps than a path has. The children of the nodes that
 * most rows of the training came to lie first, near the root, and share its cache lines; without
 * the model's counts of rows, nodes lie level by level. Trees without categories come before the
 * others. Immutable; shared by the scorers of all threads.
 */
final class TreeLayout {
    private static final long WORDS = UnsafeApi.arrayBaseOffset(long[].class);
    private static final int NODE_SHIFT = 4;
    private static final int SLOT_SHIFT = 32;

    final TreeModel model;
    final SlotTable slots;

    /** Two words for each node. */
    final long[] nodes;

    /** Root, by order of the walk. */
    final int[] roots;

    /** Tree, by order of the walk. */
    final int[] trees;

    /** Number of places in the order of the walk that have no split by category. */
    final int numeric;

    /** For each set of categories its first word, then the end of the last. */
    final int[] setStarts;

    final int[] setWords;

    /** True for slots of categories. */
    final boolean[] categoricalSlots;

    /** Finds the leaves of the trees without categories; null where they must be walked. */
    final IntervalMasks masks;

    private final List<int[]> sets = new ArrayList<>();
    private int next;

    TreeLayout(TreeModel model) {
        this.model = model;
        slots = new SlotTable(model);
        categoricalSlots = new boolean[slots.size()];
        for (int i = 0; i < categoricalSlots.length; i++) {
            categoricalSlots[i] = slots.isCategorical(i);
        }
        nodes = new long[2 * model.trees().stream().mapToInt(TreeLayout::nodesOf).sum()];
        trees =
                IntStream.range(0, model.trees().size())
                        .boxed()
                        .sorted(Comparator.comparing(i -> model.trees().get(i).isCategorical()))
                        .mapToInt(Integer::intValue)
                        .toArray();
        numeric = (int) model.trees().stream().filter(tree -> !tree.isCategorical()).count();
        roots = new int[trees.length];
        for (int i = 0; i < trees.length; i++) {
            roots[i] = add(model.trees().get(trees[i]));
        }
        setStarts = new int[sets.size() + 1];
        for (int i = 0; i < sets.size(); i++) {
            setStarts[i + 1] = setStarts[i] + sets.get(i).length;
        }
        setWords = sets.stream().flatMapToInt(Arrays::stream).toArray();
        masks = IntervalMasks.of(model, slots, Arrays.copyOf(trees, numeric)).orElse(null);
    }

    /** Bytes of the arrays. */
    long bytes() {
        return 8L * (nodes.length + trees.length)
                + 4L * (setStarts.length + setWords.length)
                + (masks == null ? 0 : masks.bytes());
    }

    /** Threshold of a split, or the number of its set of categories; value of a leaf. */
    static double value(long[] nodes, int node) {
        return UnsafeApi.getDouble(nodes, WORDS + ((long) node << NODE_SHIFT));
    }

    /** Slot and way to the children; 0 for a leaf. */
    static long link(long[] nodes, int node) {
        return UnsafeApi.getLong(nodes, WORDS + ((long) node << NODE_SHIFT) + Long.BYTES);
    }

    /** Slot that a split compares. */
    static int slot(long link) {
        return (int) (link >>> SLOT_SHIFT);
    }

    /** The left child; of a leaf itself. */
    static int left(long link, int node) {
        return node + (int) link;
    }

    /** Expected value of each node, in the order of the nodes; of a model with covers. */
    double[] expectedValues() {
        double[] expected = new double[nodes.length / 2];
        for (int i = 0; i < roots.length; i++) {
            Tree tree = model.trees().get(trees[i]);
            double[] ofSplits = tree.expectedValues();
            int[] order = order(tree);
            for (int j = 0; j < order.length; j++) {
                int node = order[j];
                expected[roots[i] + j] = node < 0 ? tree.leaf(~node) : ofSplits[node];
            }
        }
        return expected;
    }

    /** References to the nodes of a tree as they lie, siblings side by side. */
    private static int[] order(Tree tree) {
        int[] order = new int[nodesOf(tree)];
        order[0] = tree.root();
        PriorityQueue<Reached> open = new PriorityQueue<>();
        open.add(new Reached(tree, 0, order[0]));
        int end = 1;
        while (!open.isEmpty()) {
            int split = open.remove().node();
            if (split >= 0) {
                for (int child : new int[] {tree.left(split), tree.right(split)}) {
                    order[end] = child;
                    open.add(new Reached(tree, end++, child));
                }
            }
        }
        return order;
    }

    /**
     * A node that has its place, but whose children have none.
     *
     * @param node reference to it
     */
    private record Reached(Tree tree, int place, int node) implements Comparable<Reached> {
        private double cover() {
            return tree.hasCovers() ? tree.cover(node) : 0;
        }

        @Override
        public int compareTo(Reached other) {
            int byCover = Double.compare(other.cover(), cover());
            return byCover != 0 ? byCover : Integer.compare(place, other.place);
        }
    }

    private static int nodesOf(Tree tree) {
        return tree.splits() + tree.leafCount();
    }

    /** Splits from the root of a tree to its farthest leaf. */
    static int depth(Tree tree) {
        int[] depths = new int[tree.splits() + 1];
        int[] pending = new int[tree.splits() + 1];
        int greatest = 0;
        int top = tree.splits() == 0 ? 0 : 1;
        while (top > 0) {
            int split = pending[--top];
            int depth = depths[split] + 1;
            greatest = Math.max(greatest, depth);
            for (int child : new int[] {tree.left(split), tree.right(split)}) {
                if (child >= 0) {
                    depths[child] = depth;
                    pending[top++] = child;
                }
            }
        }
        return greatest;
    }

    private int add(Tree tree) {
        int root = next;
        int[] order = order(tree);
        int[] splitPlaces = new int[tree.splits()];
        int[] leafPlaces = new int[tree.leafCount()];
        for (int i = 0; i < order.length; i++) {
            int node = order[i];
            if (node < 0) {
                leafPlaces[~node] = i;
            } else {
                splitPlaces[node] = i;
            }
        }
        for (int i = 0; i < order.length; i++) {
            int node = order[i];
            if (node < 0) {
                put(root + i, tree.leaf(~node), 0);
            } else {
                int left = tree.left(node);
                int way = (left < 0 ? leafPlaces[~left] : splitPlaces[left]) - i;
                long slot = slots.of(tree, node);
                put(root + i, threshold(tree, node), slot << SLOT_SHIFT | way);
            }
        }
        next += order.length;
        return root;
    }

    private void put(int node, double value, long link) {
        nodes[2 * node] = Double.doubleToRawLongBits(value);
        nodes[2 * node + 1] = link;
    }

    private double threshold(Tree tree, int split) {
        if (!tree.isCategorical(split)) {
            return tree.threshold(split);
        }
        int[] words = new int[tree.categoryWords(split)];
        for (int i = 0; i < words.length; i++) {
            words[i] = tree.categoryWord(split, i);
        }
        sets.add(words);
        return sets.size() - 1;
    }
}
