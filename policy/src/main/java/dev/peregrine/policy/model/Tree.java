package dev.peregrine.policy.model;

import java.util.Arrays;

/**
 * A decision tree: numbered splits, the root being 0, and numbered leaves. A reference to a child
 * is a split's number, or a leaf's as its complement ({@code ~leaf}). A tree without splits has
 * leaf 0 alone.
 *
 * <p>A numeric split sends a value to its left child when it is less than or equal to the
 * threshold; a categorical one when it is one of the split's categories. Missing values go left or
 * right as the split says, and so do, in a numeric split, the others of its {@link MissingKind}.
 * Immutable.
 */
public final class Tree {
    private final int[] inputs;
    private final double[] thresholds;
    private final MissingKind[] missingKinds;
    private final boolean[] missingLeft;
    private final int[] left;
    private final int[] right;
    private final int[][] categories;
    private final double[] leaves;
    private final double[] splitCovers;
    private final double[] leafCovers;
    private final boolean hasCovers;

    Tree(TreeParts parts) {
        inputs = parts.inputs;
        thresholds = parts.thresholds;
        missingKinds = parts.missingKinds;
        missingLeft = parts.missingLeft;
        left = parts.left;
        right = parts.right;
        categories = parts.categories;
        leaves = parts.leaves;
        splitCovers = parts.splitCovers;
        leafCovers = parts.leafCovers;
        hasCovers = Arrays.stream(splitCovers).allMatch(cover -> cover > 0);
    }

    /** Number of splits. */
    public int splits() {
        return inputs.length;
    }

    /** Number of leaves. */
    public int leafCount() {
        return leaves.length;
    }

    /** Reference to the root. */
    public int root() {
        return inputs.length == 0 ? ~0 : 0;
    }

    /** Input that a split looks at. */
    public int input(int split) {
        return inputs[split];
    }

    /** Threshold of a numeric split; a number, which may be infinite. */
    public double threshold(int split) {
        return thresholds[split];
    }

    public MissingKind missingKind(int split) {
        return missingKinds[split];
    }

    /** True when the split sends missing values left. */
    public boolean missingLeft(int split) {
        return missingLeft[split];
    }

    public int left(int split) {
        return left[split];
    }

    public int right(int split) {
        return right[split];
    }

    /** Value of a leaf; finite. */
    public double leaf(int leaf) {
        return leaves[leaf];
    }

    /** True when a split is by category. */
    public boolean isCategorical(int split) {
        return categories[split] != null;
    }

    /** Number of words of 32 categories in a categorical split. */
    public int categoryWords(int split) {
        return categories[split].length;
    }

    /** Bit i of word w: category 32 w + i goes left. */
    public int categoryWord(int split, int word) {
        return categories[split][word];
    }

    /** True when a categorical split sends a category left. */
    public boolean hasCategory(int split, int category) {
        int word = category >> 5;
        return category >= 0
                && word < categories[split].length
                && (categories[split][word] >>> (category & 31) & 1) != 0;
    }

    /** True when any split is by category. */
    public boolean isCategorical() {
        for (int[] words : categories) {
            if (words != null) {
                return true;
            }
        }
        return false;
    }

    /**
     * True when the file says how many rows of training came to each node, so that a node has an
     * expected value. A tree without splits needs no covers.
     */
    public boolean hasCovers() {
        return hasCovers;
    }

    /**
     * Rows of training that came to a node, or their weight: what the library divides by.
     *
     * @param node reference to a split or leaf
     */
    public double cover(int node) {
        return node >= 0 ? splitCovers[node] : leafCovers[~node];
    }

    /**
     * Expected value at every split: the mean of its leaves, weighted by their covers. Only with
     * covers.
     */
    public double[] expectedValues() {
        double[] expected = new double[inputs.length];
        if (inputs.length > 0) {
            expect(expected);
        }
        return expected;
    }

    /** Children before parents: the splits in the order in which they are reached, backwards. */
    private void expect(double[] expected) {
        int[] order = new int[inputs.length];
        int end = 1;
        for (int i = 0; i < end; i++) {
            for (int child : new int[] {left[order[i]], right[order[i]]}) {
                if (child >= 0) {
                    order[end++] = child;
                }
            }
        }
        for (int i = end - 1; i >= 0; i--) {
            int split = order[i];
            double leftCover = cover(left[split]);
            double rightCover = cover(right[split]);
            double leftValue = valueOf(left[split], expected);
            double rightValue = valueOf(right[split], expected);
            expected[split] =
                    (leftCover * leftValue + rightCover * rightValue) / splitCovers[split];
        }
    }

    private double valueOf(int node, double[] expected) {
        return node >= 0 ? expected[node] : leaves[~node];
    }
}
