package dev.peregrine.policy.model;

import java.util.List;

/**
 * An ensemble of trees. A margin starts from its base value, then the leaves of its trees are added
 * in their order, in the precision of the library that made the model.
 */
public final class TreeModel implements Model {
    /** Compared in double precision. */
    private static final float ZERO = 1e-35f;

    /** Greatest category of XGBoost, exclusive, in single precision. */
    private static final float MAX_XGBOOST_CATEGORY = 16_777_216f;

    private final Library library;
    private final List<String> inputs;
    private final boolean[] categorical;
    private final List<Tree> trees;
    private final int[] groups;
    private final double[] base;
    private final Link link;

    /** What made the model. */
    public enum Library {
        /** Inputs and sums in double precision. */
        LIGHTGBM,
        /** Inputs and sums in single precision. */
        XGBOOST
    }

    /**
     * @param groups for each tree the margin that it adds to
     * @param base for each margin the value to start from
     */
    TreeModel(
            Library library,
            List<String> inputs,
            List<Tree> trees,
            int[] groups,
            double[] base,
            Link link) {
        this.library = library;
        this.inputs = List.copyOf(inputs);
        this.trees = List.copyOf(trees);
        this.groups = groups.clone();
        this.base = base.clone();
        this.link = link;
        categorical = new boolean[inputs.size()];
        for (Tree tree : trees) {
            for (int split = 0; split < tree.splits(); split++) {
                categorical[tree.input(split)] |= tree.isCategorical(split);
            }
        }
    }

    public Library library() {
        return library;
    }

    @Override
    public List<String> inputs() {
        return inputs;
    }

    @Override
    public boolean isCategorical(int input) {
        return categorical[input];
    }

    @Override
    public int marginCount() {
        return base.length;
    }

    @Override
    public Link link() {
        return link;
    }

    /** The trees in order. */
    public List<Tree> trees() {
        return trees;
    }

    /** Margin that a tree adds to. */
    public int group(int tree) {
        return groups[tree];
    }

    /** Value that a margin starts from. */
    public double base(int margin) {
        return base[margin];
    }

    /** Leaves of all trees. */
    public int leafCount() {
        return trees.stream().mapToInt(Tree::leafCount).sum();
    }

    @Override
    public void margins(double[] row, double[] margins) {
        System.arraycopy(base, 0, margins, 0, base.length);
        for (int i = 0; i < trees.size(); i++) {
            Tree tree = trees.get(i);
            double leaf = tree.leaf(leafOf(tree, row));
            double sum = margins[groups[i]];
            margins[groups[i]] =
                    library == Library.XGBOOST ? (float) sum + (float) leaf : sum + leaf;
        }
    }

    private int leafOf(Tree tree, double[] row) {
        int node = tree.root();
        while (node >= 0) {
            node = next(tree, node, row);
        }
        return ~node;
    }

    /**
     * The child of a split that a row goes to.
     *
     * @return reference to a split or leaf
     */
    public int next(Tree tree, int split, double[] row) {
        double value = value(row[tree.input(split)]);
        boolean left =
                tree.isCategorical(split)
                        ? goesLeftByCategory(tree, split, value)
                        : goesLeft(tree, split, value);
        return left ? tree.left(split) : tree.right(split);
    }

    /** True when every tree has covers, so that margins can be attributed to inputs. */
    public boolean hasCovers() {
        return trees.stream().allMatch(Tree::hasCovers);
    }

    /** An input in the library's precision. */
    private double value(double input) {
        return library == Library.XGBOOST ? (float) input : input;
    }

    private static boolean goesLeft(Tree tree, int split, double value) {
        MissingKind kind = tree.missingKind(split);
        double known = Double.isNaN(value) && kind != MissingKind.NAN ? 0 : value;
        if ((kind == MissingKind.ZERO && isZero(known)) || Double.isNaN(known)) {
            return tree.missingLeft(split);
        }
        return known <= tree.threshold(split);
    }

    private boolean goesLeftByCategory(Tree tree, int split, double value) {
        return Double.isNaN(value)
                ? tree.missingLeft(split)
                : tree.hasCategory(split, category(library, value));
    }

    /**
     * Category that a value stands for.
     *
     * @param value not NaN
     * @return negative for none
     */
    public static int category(Library library, double value) {
        if (library == Library.XGBOOST && (value < 0 || value >= MAX_XGBOOST_CATEGORY)) {
            return -1;
        }
        return (int) value;
    }

    /** True when a split of kind ZERO takes a value for missing. */
    public static boolean isZero(double value) {
        return Math.abs(value) <= ZERO;
    }
}
