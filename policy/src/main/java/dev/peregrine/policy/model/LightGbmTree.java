package dev.peregrine.policy.model;

/** Reads one tree of a LightGBM file. */
final class LightGbmTree {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_SHIFT = 2;
    private static final MissingKind[] MISSING = {
        MissingKind.NONE, MissingKind.ZERO, MissingKind.NAN
    };

    private final LightGbmLines.Section section;
    private final int inputs;
    private TreeParts parts;

    LightGbmTree(LightGbmLines.Section section, int inputs) {
        this.section = section;
        this.inputs = inputs;
    }

    Tree read() throws ModelFormatException {
        LightGbmLine linear = section.lines.get("is_linear");
        if (linear != null && linear.integer(0, 1) == 1) {
            throw linear.wrong("trees with linear leaves (linear_tree) are not supported");
        }
        int leafCount = section.require("num_leaves").integer(1, ModelLimits.MAX_TREE_LEAVES);
        int splits = leafCount - 1;
        parts = new TreeParts(splits, leafCount);
        copy(section.require("leaf_value").finiteNumbers(leafCount), parts.leaves);
        if (splits > 0) {
            readSplits(splits, leafCount);
        }
        String fault = parts.faultOfShape();
        if (fault != null) {
            throw section.first.wrong("tree " + section.first.value() + " " + fault);
        }
        return new Tree(parts);
    }

    private void readSplits(int splits, int leafCount) throws ModelFormatException {
        copy(section.require("split_feature").integers(splits, 0, inputs - 1), parts.inputs);
        copy(section.require("threshold").numbers(splits), parts.thresholds);
        copy(section.require("left_child").integers(splits, -leafCount, splits - 1), parts.left);
        copy(section.require("right_child").integers(splits, -leafCount, splits - 1), parts.right);
        LightGbmLine decisions = section.require("decision_type");
        int[] types = decisions.integers(splits, 0, 11);
        for (int i = 0; i < splits; i++) {
            boolean categorical = (types[i] & CATEGORICAL) != 0;
            parts.missingKinds[i] =
                    categorical ? MissingKind.NAN : MISSING[types[i] >> MISSING_SHIFT];
            parts.missingLeft[i] = !categorical && (types[i] & DEFAULT_LEFT) != 0;
            if (categorical) {
                parts.categories[i] = new int[0];
            }
        }
        readCategories(splits);
        readCounts(splits, leafCount);
    }

    /** How many rows came to each node, where the file says so for every split. */
    private void readCounts(int splits, int leafCount) throws ModelFormatException {
        LightGbmLine internal = section.lines.get("internal_count");
        LightGbmLine ofLeaves = section.lines.get("leaf_count");
        if (internal == null || ofLeaves == null) {
            return;
        }
        int[] counts = internal.integers(splits, 0, Integer.MAX_VALUE);
        int[] leafCounts = ofLeaves.integers(leafCount, 0, Integer.MAX_VALUE);
        for (int i = 0; i < splits; i++) {
            parts.splitCovers[i] = counts[i];
        }
        for (int i = 0; i < leafCount; i++) {
            parts.leafCovers[i] = leafCounts[i];
        }
    }

    /** A categorical split's threshold is the number of its set of categories. */
    private void readCategories(int splits) throws ModelFormatException {
        LightGbmLine count = section.lines.get("num_cat");
        int sets = count == null ? 0 : count.integer(0, splits);
        int[] bounds = {0};
        int[] words = new int[0];
        if (sets > 0) {
            LightGbmLine line = section.require("cat_boundaries");
            int most = sets * (ModelLimits.MAX_CATEGORY / Integer.SIZE);
            bounds = line.integers(sets + 1, 0, Math.min(most, ModelLimits.MAX_CATEGORY_WORDS));
            for (int i = 0; i < sets; i++) {
                if (bounds[i] > bounds[i + 1] || bounds[0] != 0) {
                    throw line.wrong("cat_boundaries must ascend from 0");
                }
            }
            words = section.require("cat_threshold").words32(bounds[sets]);
        }
        for (int i = 0; i < splits; i++) {
            if (parts.categories[i] == null) {
                continue;
            }
            int set = (int) parts.thresholds[i];
            if (set < 0 || set >= sets) {
                throw section.require("threshold")
                        .wrong(
                                "split "
                                        + i
                                        + " is by category: its threshold must be a set from 0 to "
                                        + (sets - 1)
                                        + ", not "
                                        + parts.thresholds[i]);
            }
            int length = bounds[set + 1] - bounds[set];
            if (length > ModelLimits.MAX_CATEGORY / Integer.SIZE) {
                throw section.require("cat_boundaries")
                        .wrong("categories must be below " + ModelLimits.MAX_CATEGORY);
            }
            parts.categories[i] = new int[length];
            System.arraycopy(words, bounds[set], parts.categories[i], 0, length);
        }
    }

    private static void copy(int[] from, int[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }

    private static void copy(double[] from, double[] to) {
        System.arraycopy(from, 0, to, 0, to.length);
    }
}
