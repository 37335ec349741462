package dev.peregrine.policy.model;

/** What a reader collects of a tree; checked, then handed over to the {@link Tree}. */
final class TreeParts {
    final int[] inputs;
    final double[] thresholds;
    final MissingKind[] missingKinds;
    final boolean[] missingLeft;
    final int[] left;
    final int[] right;
    final int[][] categories;
    final double[] leaves;

    /** Rows that came to a split in training, or their weight; all zeros where it is not known. */
    final double[] splitCovers;

    /** The same of leaves. */
    final double[] leafCovers;

    TreeParts(int splits, int leafCount) {
        inputs = new int[splits];
        thresholds = new double[splits];
        missingKinds = new MissingKind[splits];
        missingLeft = new boolean[splits];
        left = new int[splits];
        right = new int[splits];
        categories = new int[splits][];
        leaves = new double[leafCount];
        splitCovers = new double[splits];
        leafCovers = new double[leafCount];
    }

    /**
     * Whether every split and every leaf is reached from the root exactly once.
     *
     * @return what is wrong; null when nothing is
     */
    String faultOfShape() {
        if (inputs.length == 0) {
            return null;
        }
        int[] pending = new int[ModelLimits.MAX_DEPTH + 2];
        int[] depths = new int[pending.length];
        boolean[] splitSeen = new boolean[inputs.length];
        boolean[] leafSeen = new boolean[leaves.length];
        int top = 1;
        int seen = 0;
        while (top > 0) {
            top--;
            int node = pending[top];
            int depth = depths[top];
            boolean isLeaf = node < 0;
            int number = isLeaf ? ~node : node;
            boolean[] marks = isLeaf ? leafSeen : splitSeen;
            if (number >= marks.length) {
                return "refers to " + name(isLeaf, number) + ", which is not there";
            }
            if (marks[number]) {
                return "refers to " + name(isLeaf, number) + " twice";
            }
            marks[number] = true;
            seen++;
            if (!isLeaf) {
                if (depth == ModelLimits.MAX_DEPTH) {
                    return "is deeper than " + ModelLimits.MAX_DEPTH + " splits";
                }
                pending[top] = right[number];
                depths[top++] = depth + 1;
                pending[top] = left[number];
                depths[top++] = depth + 1;
            }
        }
        return seen == inputs.length + leaves.length ? null : "has nodes that nothing refers to";
    }

    private static String name(boolean isLeaf, int number) {
        return (isLeaf ? "leaf " : "split ") + number;
    }
}
