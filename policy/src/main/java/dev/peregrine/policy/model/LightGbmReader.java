package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads a LightGBM text model (versions v3 and v4), as {@code Booster.save_model} writes it. What
 * the library writes for people only (gains, counts, weights, importances, parameters) is passed
 * over.
 */
final class LightGbmReader {
    private final LightGbmLines lines;

    private LightGbmReader(byte[] content) {
        lines = new LightGbmLines(content);
    }

    static TreeModel read(byte[] content) throws ModelFormatException {
        return new LightGbmReader(content).read();
    }

    private TreeModel read() throws ModelFormatException {
        LightGbmLine magic = lines.next();
        if (magic == null || !magic.key().equals("tree")) {
            throw new ModelFormatException(
                    lines.number(), 1, "is no LightGBM text model: it must begin with 'tree'");
        }
        LightGbmLines.Section header = lines.section(magic);
        LightGbmLine version = header.require("version");
        if (!version.value().equals("v3") && !version.value().equals("v4")) {
            throw version.wrong("version must be v3 or v4, not '" + version.value() + "'");
        }
        int classes = header.require("num_class").integer(1, ModelLimits.MAX_CLASSES);
        int perIteration =
                header.require("num_tree_per_iteration").integer(1, ModelLimits.MAX_CLASSES);
        List<String> inputs = inputs(header);
        LightGbmLine objective = header.lines.get("objective");
        Link link = LightGbmObjective.read(objective);
        if (link.isMulticlass() != perIteration > 1 || classes != perIteration) {
            throw header.require("num_tree_per_iteration")
                    .wrong(
                            "a model of this objective must have as many trees in an iteration as"
                                    + " classes, and one without classes has 1");
        }
        List<Tree> trees = trees(header, inputs.size());
        if (trees.size() % perIteration != 0) {
            throw new ModelFormatException(
                    lines.number(),
                    1,
                    trees.size() + " trees are no multiple of " + perIteration + " classes");
        }
        boolean average = header.lines.containsKey("average_output");
        int[] groups = new int[trees.size()];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i % perIteration;
        }
        return new TreeModel(
                TreeModel.Library.LIGHTGBM,
                inputs,
                trees,
                groups,
                new double[perIteration],
                new Link(link.kind(), link.slope(), average ? trees.size() / perIteration : 1));
    }

    private static List<String> inputs(LightGbmLines.Section header) throws ModelFormatException {
        int last = header.require("max_feature_idx").integer(0, ModelLimits.MAX_INPUTS - 1);
        LightGbmLine line = header.require("feature_names");
        List<String> names = List.of(line.value().split(" +"));
        if (names.size() != last + 1) {
            throw line.wrong("must have " + (last + 1) + " names, not " + names.size());
        }
        Set<String> seen = new HashSet<>();
        for (String name : names) {
            if (!seen.add(name)) {
                throw line.wrong("'" + name + "' is named twice");
            }
        }
        return names;
    }

    private List<Tree> trees(LightGbmLines.Section header, int inputs) throws ModelFormatException {
        List<Tree> trees = new ArrayList<>();
        long leaves = 0;
        LightGbmLine line = header.next;
        while (line != null && line.key().equals("Tree")) {
            if (trees.size() == ModelLimits.MAX_TREES) {
                throw line.wrong("more than " + ModelLimits.MAX_TREES + " trees");
            }
            if (!line.value().equals(Integer.toString(trees.size()))) {
                throw line.wrong("must be tree " + trees.size() + ", not '" + line.value() + "'");
            }
            LightGbmLines.Section section = lines.section(line);
            Tree tree = new LightGbmTree(section, inputs).read();
            leaves += tree.leafCount();
            if (leaves > ModelLimits.MAX_LEAVES) {
                throw line.wrong("more than " + ModelLimits.MAX_LEAVES + " leaves in all");
            }
            trees.add(tree);
            line = section.next;
        }
        if (line == null) {
            throw new ModelFormatException(
                    lines.number(), 1, "ends before 'end of trees': the file is cut off");
        }
        if (trees.isEmpty()) {
            throw new ModelFormatException(line.number(), 1, "has no trees");
        }
        return trees;
    }
}
