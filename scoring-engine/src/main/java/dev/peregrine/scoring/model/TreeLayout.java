package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * All trees of a model in flat arrays. A node is a place in two of them:
 *
 * <pre>
 *   thresholds   8 bytes   split: threshold, or number of the set of categories; leaf: its value
 *   links        4 bytes   bits 31..20 the slot to compare, bits 19..0 how far the left child is
 *                          from the node; the right child is the next one
 * </pre>
 *
 * The nodes of a tree lie level by level. A leaf is its own left child and compares slot 0, which
 * is minus infinity: from a leaf every step leads to itself, so trees of unequal depth are walked
 * side by side without a test for the end. Trees without categories come first, ordered by depth;
 * their number is made a multiple of {@link #LANES} by repeating the last. Immutable; shared by the
 * scorers of all threads.
 */
final class TreeLayout {
    /** Trees walked side by side. */
    static final int LANES = 8;

    static final int SLOT_SHIFT = 20;
    static final int OFFSET_MASK = (1 << SLOT_SHIFT) - 1;

    final TreeModel model;
    final SlotTable slots;
    final double[] thresholds;
    final int[] links;

    /** Place of the root, by order of the walk. */
    final int[] roots;

    /** Tree, by order of the walk. */
    final int[] trees;

    /** Number of places in the order of the walk that are walked side by side. */
    final int numeric;

    /** Greatest depth of each group of trees that are walked side by side. */
    final int[] depths;

    /** For each set of categories its first word, then the end of the last. */
    final int[] setStarts;

    final int[] setWords;

    /** True for slots of categories. */
    final boolean[] categoricalSlots;

    private final List<int[]> sets = new ArrayList<>();
    private int next;

    TreeLayout(TreeModel model) {
        this.model = model;
        slots = new SlotTable(model);
        categoricalSlots = new boolean[slots.size()];
        for (int i = 0; i < categoricalSlots.length; i++) {
            categoricalSlots[i] = slots.isCategorical(i);
        }
        int nodes = model.trees().stream().mapToInt(t -> t.splits() + t.leafCount()).sum();
        thresholds = new double[nodes];
        links = new int[nodes];
        int[] depthOf = model.trees().stream().mapToInt(TreeLayout::depth).toArray();
        int[] plain = order(depthOf, false);
        int[] categorical = order(depthOf, true);
        numeric = (plain.length + LANES - 1) / LANES * LANES;
        trees = new int[numeric + categorical.length];
        roots = new int[trees.length];
        for (int i = 0; i < numeric; i++) {
            boolean repeated = i >= plain.length;
            trees[i] = repeated ? plain[plain.length - 1] : plain[i];
            roots[i] = repeated ? roots[plain.length - 1] : add(model.trees().get(trees[i]));
        }
        for (int i = numeric; i < trees.length; i++) {
            trees[i] = categorical[i - numeric];
            roots[i] = add(model.trees().get(trees[i]));
        }
        depths = new int[numeric / LANES];
        for (int i = 0; i < numeric; i++) {
            depths[i / LANES] = Math.max(depths[i / LANES], depthOf[trees[i]]);
        }
        setStarts = new int[sets.size() + 1];
        for (int i = 0; i < sets.size(); i++) {
            setStarts[i + 1] = setStarts[i] + sets.get(i).length;
        }
        setWords = sets.stream().flatMapToInt(Arrays::stream).toArray();
    }

    /** Bytes of the arrays. */
    long bytes() {
        return 12L * links.length + 8L * trees.length + 4L * (setStarts.length + setWords.length);
    }

    /** True for a place in the order of the walk that repeats the tree before it. */
    boolean isRepeated(int place) {
        return place > 0 && place < numeric && roots[place] == roots[place - 1];
    }

    /** Expected value of each node, in the order of the nodes; of a model with covers. */
    double[] expectedValues() {
        double[] expected = new double[thresholds.length];
        for (int i = 0; i < roots.length; i++) {
            if (isRepeated(i)) {
                continue;
            }
            Tree tree = model.trees().get(trees[i]);
            double[] ofSplits = tree.expectedValues();
            int[] nodes = levels(tree);
            for (int j = 0; j < nodes.length; j++) {
                int node = nodes[j];
                expected[roots[i] + j] = node < 0 ? tree.leaf(~node) : ofSplits[node];
            }
        }
        return expected;
    }

    /** References to the nodes of a tree, level by level. */
    private static int[] levels(Tree tree) {
        int[] nodes = new int[tree.splits() + tree.leafCount()];
        nodes[0] = tree.root();
        int end = 1;
        for (int i = 0; i < end; i++) {
            if (nodes[i] >= 0) {
                nodes[end++] = tree.left(nodes[i]);
                nodes[end++] = tree.right(nodes[i]);
            }
        }
        return nodes;
    }

    private int[] order(int[] depthOf, boolean categorical) {
        return IntStream.range(0, depthOf.length)
                .filter(i -> model.trees().get(i).isCategorical() == categorical)
                .boxed()
                .sorted(Comparator.comparingInt(i -> depthOf[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

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
        int[] nodes = levels(tree);
        int child = 1;
        for (int i = 0; i < nodes.length; i++) {
            int node = nodes[i];
            if (node < 0) {
                thresholds[root + i] = tree.leaf(~node);
                continue;
            }
            thresholds[root + i] = threshold(tree, node);
            links[root + i] = slots.of(tree, node) << SLOT_SHIFT | (child - i);
            child += 2;
        }
        next += nodes.length;
        return root;
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
