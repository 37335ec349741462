package dev.peregrine.policy.model;

import java.util.List;
import java.util.Set;
import org.dmg.pmml.SimplePredicate;
import org.dmg.pmml.tree.Node;

/** Reads one tree of a PMML file: two children at each split, whose predicates complement. */
final class PmmlTree {
    private final org.dmg.pmml.tree.TreeModel model;
    private final List<String> inputs;
    private TreeParts parts;
    private int splits;
    private int leaves;

    PmmlTree(org.dmg.pmml.tree.TreeModel model, List<String> inputs) {
        this.model = model;
        this.inputs = inputs;
    }

    /** Adds the fields that a node and those below look at, in the order of the file. */
    static void collectInputs(Node node, Set<String> inputs) throws ModelFormatException {
        collect(node, inputs, 0);
    }

    private static void collect(Node node, Set<String> inputs, int depth)
            throws ModelFormatException {
        if (depth > ModelLimits.MAX_DEPTH) {
            throw PmmlReader.wrong("a tree is deeper than " + ModelLimits.MAX_DEPTH + " splits");
        }
        if (node.hasNodes()) {
            inputs.add(predicate(node.getNodes().get(0)).requireField());
            for (Node child : node.getNodes()) {
                collect(child, inputs, depth + 1);
            }
        }
    }

    Tree read() throws ModelFormatException {
        if (model.getMissingValueStrategy()
                != org.dmg.pmml.tree.TreeModel.MissingValueStrategy.DEFAULT_CHILD) {
            throw PmmlReader.wrong("a tree's missingValueStrategy must be defaultChild");
        }
        count(model.requireNode());
        if (leaves > ModelLimits.MAX_TREE_LEAVES) {
            throw PmmlReader.wrong(
                    "a tree has more than " + ModelLimits.MAX_TREE_LEAVES + " leaves");
        }
        parts = new TreeParts(splits, leaves);
        splits = 0;
        leaves = 0;
        place(model.requireNode());
        return new Tree(parts);
    }

    private void count(Node node) {
        if (!node.hasNodes()) {
            leaves++;
            return;
        }
        splits++;
        for (Node child : node.getNodes()) {
            count(child);
        }
    }

    private int place(Node node) throws ModelFormatException {
        if (!node.hasNodes()) {
            parts.leaves[leaves] = number(node.getScore(), "score of node " + node.getId());
            parts.leafCovers[leaves] = cover(node);
            return ~leaves++;
        }
        if (node.getNodes().size() != 2) {
            throw PmmlReader.wrong(
                    "node " + node.getId() + " has " + node.getNodes().size() + " children, not 2");
        }
        int split = splits++;
        Node first = node.getNodes().get(0);
        Node second = node.getNodes().get(1);
        SimplePredicate predicate = predicate(first);
        boolean firstIsLeft = isBelow(predicate);
        complement(node, predicate, second);
        double bound = number(predicate.requireValue(), "value of node " + first.getId());
        boolean inclusive =
                predicate.requireOperator() == SimplePredicate.Operator.LESS_OR_EQUAL
                        || predicate.requireOperator() == SimplePredicate.Operator.GREATER_THAN;
        parts.inputs[split] = inputs.indexOf(predicate.requireField());
        parts.thresholds[split] = inclusive ? bound : Math.nextDown(bound);
        parts.missingKinds[split] = MissingKind.NAN;
        boolean defaultIsFirst = isDefault(node, first);
        if (!defaultIsFirst && !isDefault(node, second)) {
            throw PmmlReader.wrong("node " + node.getId() + " has no defaultChild of its own");
        }
        parts.missingLeft[split] = defaultIsFirst == firstIsLeft;
        int one = place(first);
        int other = place(second);
        parts.left[split] = firstIsLeft ? one : other;
        parts.right[split] = firstIsLeft ? other : one;
        parts.splitCovers[split] =
                node.getRecordCount() != null
                        ? cover(node)
                        : cover(parts.left[split]) + cover(parts.right[split]);
        return split;
    }

    private double cover(int node) {
        return node >= 0 ? parts.splitCovers[node] : parts.leafCovers[~node];
    }

    private static double cover(Node node) {
        return node.getRecordCount() == null ? 0 : node.getRecordCount().doubleValue();
    }

    private static boolean isDefault(Node node, Node child) {
        return node.getDefaultChild() != null && node.getDefaultChild().equals(child.getId());
    }

    private static SimplePredicate predicate(Node node) throws ModelFormatException {
        if (node.requirePredicate() instanceof SimplePredicate simple) {
            return simple;
        }
        throw PmmlReader.wrong(
                "node " + node.getId() + " must have a SimplePredicate that compares a number");
    }

    private static boolean isBelow(SimplePredicate predicate) throws ModelFormatException {
        return switch (predicate.requireOperator()) {
            case LESS_THAN, LESS_OR_EQUAL -> true;
            case GREATER_THAN, GREATER_OR_EQUAL -> false;
            default ->
                    throw PmmlReader.wrong(
                            "operator "
                                    + predicate.requireOperator().value()
                                    + " is not supported: trees compare numbers");
        };
    }

    private static void complement(Node node, SimplePredicate first, Node second)
            throws ModelFormatException {
        if (second.requirePredicate() instanceof org.dmg.pmml.True) {
            return;
        }
        SimplePredicate other = predicate(second);
        SimplePredicate.Operator wanted =
                switch (first.requireOperator()) {
                    case LESS_THAN -> SimplePredicate.Operator.GREATER_OR_EQUAL;
                    case LESS_OR_EQUAL -> SimplePredicate.Operator.GREATER_THAN;
                    case GREATER_THAN -> SimplePredicate.Operator.LESS_OR_EQUAL;
                    default -> SimplePredicate.Operator.LESS_THAN;
                };
        if (other.requireOperator() != wanted
                || !other.requireField().equals(first.requireField())
                || !other.requireValue().toString().equals(first.requireValue().toString())) {
            throw PmmlReader.wrong(
                    "the children of node " + node.getId() + " do not complement each other");
        }
    }

    static double number(Object value, String what) throws ModelFormatException {
        try {
            double number = value == null ? Double.NaN : Double.parseDouble(value.toString());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw PmmlReader.wrong(what + " is no number: '" + value + "'");
        }
        throw PmmlReader.wrong(what + " must be a finite number");
    }
}
