package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.StringJoiner;

/** Makes LightGBM models of random trees over inputs x0, x1, ..., with counts of rows. */
public final class RandomTrees {
    private final Random random;
    private final Random counts;
    private final int inputs;
    private final int leaves;
    private final boolean categories;

    private RandomTrees(long seed, int inputs, int leaves, boolean categories) {
        this.random = new Random(seed);
        this.counts = new Random(~seed);
        this.inputs = inputs;
        this.leaves = leaves;
        this.categories = categories;
    }

    /**
     * A model for two classes, or for several.
     *
     * @param categories one split in three is by category
     */
    public static Model model(
            long seed, int classes, int trees, int inputs, int leaves, boolean categories)
            throws ModelFormatException {
        String text = new RandomTrees(seed, inputs, leaves, categories).text(classes, trees);
        return ModelFormat.LIGHTGBM.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private String text(int classes, int trees) {
        StringJoiner names = new StringJoiner(" ");
        for (int i = 0; i < inputs; i++) {
            names.add("x" + i);
        }
        StringBuilder text =
                new StringBuilder("tree\nversion=v4\nnum_class=" + classes)
                        .append("\nnum_tree_per_iteration=" + classes)
                        .append("\nmax_feature_idx=" + (inputs - 1))
                        .append(
                                classes == 1
                                        ? "\nobjective=binary sigmoid:1"
                                        : "\nobjective=multiclass num_class:" + classes)
                        .append("\nfeature_names=" + names + "\n\n");
        for (int i = 0; i < trees; i++) {
            text.append("Tree=" + i + "\n" + tree() + "\n\n");
        }
        return text + "end of trees\n";
    }

    /** Splits a random leaf until there are enough, as LightGBM numbers splits and leaves. */
    private String tree() {
        int count = 1 + random.nextInt(leaves);
        int[] left = new int[count - 1];
        int[] right = new int[count - 1];
        int[] parents = new int[count];
        parents[0] = -1;
        StringJoiner features = new StringJoiner(" ");
        StringJoiner thresholds = new StringJoiner(" ");
        StringJoiner types = new StringJoiner(" ");
        StringJoiner words = new StringJoiner(" ");
        StringJoiner bounds = new StringJoiner(" ").add("0");
        int sets = 0;
        for (int split = 0; split < count - 1; split++) {
            int leaf = random.nextInt(split + 1);
            if (parents[leaf] >= 0) {
                int[] side = left[parents[leaf]] == ~leaf ? left : right;
                side[parents[leaf]] = split;
            }
            left[split] = ~leaf;
            right[split] = ~(split + 1);
            parents[leaf] = split;
            parents[split + 1] = split;
            features.add(Integer.toString(random.nextInt(inputs)));
            boolean byCategory = categories && random.nextInt(3) == 0;
            types.add(byCategory ? "1" : Integer.toString(random.nextInt(6) * 2));
            thresholds.add(
                    byCategory
                            ? Integer.toString(sets)
                            : Double.toString(random.nextInt(4) == 0 ? 0 : random.nextGaussian()));
            if (byCategory) {
                words.add(Integer.toUnsignedString(random.nextInt()));
                bounds.add(Integer.toString(++sets));
            }
        }
        StringJoiner values = new StringJoiner(" ");
        for (int i = 0; i < count; i++) {
            values.add(Double.toString(random.nextGaussian()));
        }
        return "num_leaves="
                + count
                + "\nnum_cat="
                + sets
                + "\nsplit_feature="
                + features
                + "\nthreshold="
                + thresholds
                + "\ndecision_type="
                + types
                + "\nleft_child="
                + join(left)
                + "\nright_child="
                + join(right)
                + "\nleaf_value="
                + values
                + counts(left, right)
                + (sets > 0 ? "\ncat_boundaries=" + bounds + "\ncat_threshold=" + words : "");
    }

    /** Splits come before those below them. */
    private String counts(int[] left, int[] right) {
        int[] ofLeaves = new int[left.length + 1];
        for (int i = 0; i < ofLeaves.length; i++) {
            ofLeaves[i] = 1 + counts.nextInt(50);
        }
        int[] ofSplits = new int[left.length];
        for (int i = left.length - 1; i >= 0; i--) {
            for (int child : new int[] {left[i], right[i]}) {
                ofSplits[i] += child < 0 ? ofLeaves[~child] : ofSplits[child];
            }
        }
        return "\nleaf_count=" + join(ofLeaves) + "\ninternal_count=" + join(ofSplits);
    }

    private static String join(int[] values) {
        StringJoiner joined = new StringJoiner(" ");
        for (int value : values) {
            joined.add(Integer.toString(value));
        }
        return joined.toString();
    }
}
