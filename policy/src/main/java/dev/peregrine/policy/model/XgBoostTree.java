package dev.peregrine.policy.model;

/**
 * Reads one tree of an XGBoost file. There, a node is a place in several lists; a leaf is a node
 * without children, whose split condition is its value; nodes that pruning left over are not
 * referred to. A split by category sends its categories right; here they go left, and what is left
 * there is right here.
 */
final class XgBoostTree {
    private static final int MAX_NODES = 4 * ModelLimits.MAX_TREE_LEAVES;

    private final JsonCursor json;
    private final int number;
    private final int line;
    private final int column;
    private int inputCount;
    private int[] left;
    private int[] right;
    private int[] inputs;
    private float[] conditions;
    private float[] covers = new float[0];
    private int[] defaultLeft;
    private int[] types = new int[0];
    private int[] categories = new int[0];
    private int[] categoryNodes = new int[0];
    private int[] categorySegments = new int[0];
    private int[] categorySizes = new int[0];
    private int[] categoryPlaces = new int[0];
    private TreeParts parts;
    private int splits;
    private int leaves;

    /**
     * @param json stands at the tree
     * @param number the tree's, from 0
     */
    XgBoostTree(JsonCursor json, int number) {
        this.json = json;
        this.number = number;
        line = json.line();
        column = json.column();
    }

    /** Reads the tree's lists. */
    XgBoostTree read() throws ModelFormatException {
        json.object(this::field);
        int nodes = require(left, "left_children").length;
        boolean even =
                require(right, "right_children").length == nodes
                        && require(inputs, "split_indices").length == nodes
                        && require(defaultLeft, "default_left").length == nodes
                        && require(conditions, "split_conditions").length == nodes
                        && (types.length == nodes || types.length == 0)
                        && (covers.length == nodes || covers.length == 0);
        if (!even || nodes == 0) {
            throw wrong("its lists of nodes must be of one length, at least 1");
        }
        if (categoryNodes.length != categorySegments.length
                || categoryNodes.length != categorySizes.length) {
            throw wrong("its lists of categorical nodes must be of one length");
        }
        return this;
    }

    private void field(String name) throws ModelFormatException {
        switch (name) {
            case "left_children" -> left = json.integers(MAX_NODES, -1, MAX_NODES);
            case "right_children" -> right = json.integers(MAX_NODES, -1, MAX_NODES);
            case "split_indices" -> inputs = json.integers(MAX_NODES, 0, Integer.MAX_VALUE);
            case "split_conditions" -> conditions = json.floats(MAX_NODES);
            case "sum_hessian" -> covers = json.floats(MAX_NODES);
            case "default_left" -> defaultLeft = json.integers(MAX_NODES, 0, 1);
            case "split_type" -> types = json.integers(MAX_NODES, 0, 1);
            case "categories" ->
                    categories =
                            json.integers(
                                    ModelLimits.MAX_CATEGORY_WORDS,
                                    0,
                                    ModelLimits.MAX_CATEGORY - 1);
            case "categories_nodes" -> categoryNodes = json.integers(MAX_NODES, 0, MAX_NODES);
            case "categories_segments" ->
                    categorySegments = json.integers(MAX_NODES, 0, ModelLimits.MAX_CATEGORY_WORDS);
            case "categories_sizes" ->
                    categorySizes = json.integers(MAX_NODES, 0, ModelLimits.MAX_CATEGORY_WORDS);
            case "tree_param" -> json.object(this::parameter);
            default -> json.skip();
        }
    }

    private void parameter(String name) throws ModelFormatException {
        if (!name.equals("size_leaf_vector")) {
            json.skip();
        } else if (!json.text().matches("[01]")) {
            throw wrong("leaves that hold several values are not supported");
        }
    }

    /**
     * The tree, its leaves times a weight.
     *
     * @param inputs number of the model's inputs
     */
    Tree tree(float weight, int inputs) throws ModelFormatException {
        inputCount = inputs;
        count();
        parts = new TreeParts(splits, leaves);
        categoryPlaces = new int[left.length];
        for (int i = 0; i < categoryNodes.length; i++) {
            readCategories(i);
        }
        splits = 0;
        leaves = 0;
        place(0, weight);
        return new Tree(parts);
    }

    /** Counts what is reached, and so finds circles and depths out of bounds. */
    private void count() throws ModelFormatException {
        boolean[] seen = new boolean[left.length];
        int[] pending = new int[ModelLimits.MAX_DEPTH + 2];
        int[] depths = new int[pending.length];
        int top = 1;
        while (top > 0) {
            int node = pending[--top];
            int depth = depths[top];
            if (node < 0 || node >= left.length) {
                throw wrong("refers to node " + node + ", which is not there");
            }
            if (seen[node]) {
                throw wrong("refers to node " + node + " twice");
            }
            seen[node] = true;
            if (left[node] == -1) {
                leaves++;
                continue;
            }
            splits++;
            if (depth == ModelLimits.MAX_DEPTH) {
                throw wrong("is deeper than " + ModelLimits.MAX_DEPTH + " splits");
            }
            pending[top] = right[node];
            depths[top++] = depth + 1;
            pending[top] = left[node];
            depths[top++] = depth + 1;
        }
        if (leaves > ModelLimits.MAX_TREE_LEAVES) {
            throw wrong("has more than " + ModelLimits.MAX_TREE_LEAVES + " leaves");
        }
    }

    private int place(int node, float weight) throws ModelFormatException {
        if (left[node] == -1) {
            float value = conditions[node] * weight;
            if (!Float.isFinite(value)) {
                throw wrong("the value of leaf " + node + " must be a finite number");
            }
            parts.leaves[leaves] = value;
            parts.leafCovers[leaves] = cover(node);
            return ~leaves++;
        }
        int split = splits++;
        if (inputs[node] >= inputCount) {
            throw wrong(
                    "split_indices["
                            + node
                            + "] must be an input from 0 to "
                            + (inputCount - 1)
                            + ", not "
                            + inputs[node]);
        }
        parts.inputs[split] = inputs[node];
        parts.splitCovers[split] = cover(node);
        parts.missingKinds[split] = MissingKind.NAN;
        boolean categorical = types.length > 0 && types[node] == 1;
        if (categorical) {
            parts.categories[split] = bits(node);
        } else if (Float.isFinite(conditions[node])) {
            parts.thresholds[split] = Math.nextDown(conditions[node]);
        } else {
            throw wrong("split_conditions[" + node + "] must be a finite number");
        }
        parts.missingLeft[split] = (defaultLeft[node] == 1) != categorical;
        int first = place(left[node], weight);
        int second = place(right[node], weight);
        parts.left[split] = categorical ? second : first;
        parts.right[split] = categorical ? first : second;
        return split;
    }

    private double cover(int node) {
        return covers.length == 0 ? 0 : covers[node];
    }

    private void readCategories(int i) throws ModelFormatException {
        long end = (long) categorySegments[i] + categorySizes[i];
        if (end > categories.length || categoryNodes[i] >= left.length) {
            throw wrong("categories of node " + categoryNodes[i] + " are not there");
        }
        categoryPlaces[categoryNodes[i]] = i + 1;
    }

    private int[] bits(int node) throws ModelFormatException {
        int place = categoryPlaces[node] - 1;
        if (place < 0) {
            throw wrong("node " + node + " is by category, but has no categories");
        }
        int from = categorySegments[place];
        int to = from + categorySizes[place];
        int greatest = -1;
        for (int i = from; i < to; i++) {
            greatest = Math.max(greatest, categories[i]);
        }
        int[] bits = new int[(greatest >> 5) + 1];
        for (int i = from; i < to; i++) {
            bits[categories[i] >> 5] |= 1 << (categories[i] & 31);
        }
        return bits;
    }

    private <T> T require(T list, String name) throws ModelFormatException {
        if (list == null) {
            throw wrong("missing '" + name + "'");
        }
        return list;
    }

    private ModelFormatException wrong(String message) {
        return new ModelFormatException(line, column, "tree " + number + ": " + message);
    }
}
