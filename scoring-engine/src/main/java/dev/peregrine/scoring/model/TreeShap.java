package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Tree;
import dev.peregrine.policy.model.TreeModel;

/**
 * Exact Shapley values of a tree model's margin, path-dependent: an input that is not known is
 * averaged over by the covers of the nodes. Algorithm 2 of Lundberg, Erion, Lee, "Consistent
 * Individualized Feature Attribution for Tree Ensembles" (arXiv:1802.03888v3, 2018), with the
 * unwound sum of its reference implementation; O(leaves x depth^2) for each tree. LightGBM's {@code
 * pred_contrib} and XGBoost's {@code predict(pred_contribs=True)} compute the same.
 *
 * <p>Reuses its memory from row to row. One thread.
 */
final class TreeShap {
    private final TreeModel model;
    private final double base;

    /** The path of each depth lies behind that of the depth above: 0 + 1 + 2 + ... elements. */
    private final int[] inputs;

    private final double[] zeroes;
    private final double[] ones;
    private final double[] weights;
    private Tree tree;
    private double[] row;
    private double[] contributions;

    TreeShap(TreeModel model) {
        this.model = model;
        base = base(model);
        int depth = model.trees().stream().mapToInt(TreeLayout::depth).max().orElse(0) + 2;
        int size = depth * (depth + 1) / 2;
        inputs = new int[size];
        zeroes = new double[size];
        ones = new double[size];
        weights = new double[size];
    }

    /** Expected margin of a model with covers and one margin. */
    static double base(TreeModel model) {
        double sum = model.base(0);
        for (Tree tree : model.trees()) {
            sum += tree.splits() == 0 ? tree.leaf(0) : tree.expectedValues()[0];
        }
        return sum;
    }

    /** The margin when nothing is known. */
    double base() {
        return base;
    }

    /**
     * Adds the Shapley values of a row.
     *
     * @param values the model's inputs; NaN for a missing one
     * @param into gets the sums, by input
     */
    void add(double[] values, double[] into) {
        row = values;
        contributions = into;
        for (Tree next : model.trees()) {
            if (next.splits() > 0) {
                tree = next;
                visit(next.root(), 0, 0, 1, 1, -1);
            }
        }
    }

    /**
     * Goes on at a node.
     *
     * @param parent where the path of the node above begins
     * @param depth number of elements on it: different inputs so far
     * @param zero share of the rows that go this way when the input is not known
     * @param one 1 when the row goes this way, else 0
     * @param input that the split above looks at; -1 above the root
     */
    private void visit(int node, int parent, int depth, double zero, double one, int input) {
        int path = parent + depth;
        System.arraycopy(inputs, parent, inputs, path, depth);
        System.arraycopy(zeroes, parent, zeroes, path, depth);
        System.arraycopy(ones, parent, ones, path, depth);
        System.arraycopy(weights, parent, weights, path, depth);
        extend(path, depth, zero, one, input);
        if (node < 0) {
            double leaf = tree.leaf(~node);
            for (int i = 1; i <= depth; i++) {
                double weight = unwoundSum(path, depth, i);
                contributions[inputs[path + i]] +=
                        weight * (ones[path + i] - zeroes[path + i]) * leaf;
            }
            return;
        }
        int hot = model.next(tree, node, row);
        int cold = hot == tree.left(node) ? tree.right(node) : tree.left(node);
        double incomingZero = 1;
        double incomingOne = 1;
        int length = depth;
        int split = tree.input(node);
        int found = 1;
        while (found <= depth && inputs[path + found] != split) {
            found++;
        }
        if (found <= depth) {
            incomingZero = zeroes[path + found];
            incomingOne = ones[path + found];
            unwind(path, depth, found);
            length--;
        }
        double cover = tree.cover(node);
        visit(hot, path, length + 1, incomingZero * tree.cover(hot) / cover, incomingOne, split);
        if (tree.cover(cold) > 0) {
            visit(cold, path, length + 1, incomingZero * tree.cover(cold) / cover, 0, split);
        }
    }

    private void extend(int path, int depth, double zero, double one, int input) {
        inputs[path + depth] = input;
        zeroes[path + depth] = zero;
        ones[path + depth] = one;
        weights[path + depth] = depth == 0 ? 1 : 0;
        for (int i = depth - 1; i >= 0; i--) {
            weights[path + i + 1] += one * weights[path + i] * (i + 1) / (depth + 1);
            weights[path + i] = zero * weights[path + i] * (depth - i) / (depth + 1);
        }
    }

    /** Takes an element out of the path, as if it had never been put in. */
    private void unwind(int path, int depth, int element) {
        double one = ones[path + element];
        double zero = zeroes[path + element];
        double next = weights[path + depth];
        for (int i = depth - 1; i >= 0; i--) {
            if (one != 0) {
                double weight = weights[path + i];
                weights[path + i] = next * (depth + 1) / ((i + 1) * one);
                next = weight - weights[path + i] * zero * (depth - i) / (depth + 1);
            } else {
                weights[path + i] = weights[path + i] * (depth + 1) / (zero * (depth - i));
            }
        }
        for (int i = element; i < depth; i++) {
            inputs[path + i] = inputs[path + i + 1];
            zeroes[path + i] = zeroes[path + i + 1];
            ones[path + i] = ones[path + i + 1];
        }
    }

    /** Sum of the weights that {@link #unwind} would leave. */
    private double unwoundSum(int path, int depth, int element) {
        double one = ones[path + element];
        double zero = zeroes[path + element];
        double next = weights[path + depth];
        double total = 0;
        for (int i = depth - 1; i >= 0; i--) {
            if (one != 0) {
                double weight = next * (depth + 1) / ((i + 1) * one);
                total += weight;
                next = weights[path + i] - weight * zero * (depth - i) / (depth + 1);
            } else if (zero != 0) {
                total += weights[path + i] / (zero * (depth - i) / (depth + 1));
            }
        }
        return total;
    }
}
