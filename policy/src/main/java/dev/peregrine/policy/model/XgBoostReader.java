package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Reads an XGBoost model in JSON (1.x to 3.x), as {@code Booster.save_model("x.json")} writes it:
 * boosters gbtree and dart. All trees are used, whatever round was the best.
 */
final class XgBoostReader {
    private final JsonCursor json;
    private final List<XgBoostTree> read = new ArrayList<>();
    private List<String> names = new ArrayList<>();
    private int[] groups = new int[0];
    private float[] weights;
    private String booster = "";
    private String objective = "";
    private String baseScore = "";
    private int inputCount;
    private int classCount = 1;

    private XgBoostReader(JsonCursor json) {
        this.json = json;
    }

    static TreeModel read(byte[] content) throws ModelFormatException {
        try (JsonCursor json = new JsonCursor(content)) {
            return new XgBoostReader(json).read();
        }
    }

    private TreeModel read() throws ModelFormatException {
        boolean[] seen = {false};
        json.object(
                name -> {
                    if (name.equals("learner")) {
                        seen[0] = true;
                        json.object(this::learner);
                    } else {
                        json.skip();
                    }
                });
        json.end();
        if (!seen[0]) {
            throw whole("is no XGBoost model: it has no 'learner'");
        }
        return model();
    }

    private void learner(String name) throws ModelFormatException {
        switch (name) {
            case "feature_names" -> json.list(ModelLimits.MAX_INPUTS, i -> names.add(json.text()));
            case "gradient_booster" -> json.object(this::booster);
            case "learner_model_param" -> json.object(this::parameter);
            case "objective" -> json.object(this::objective);
            default -> json.skip();
        }
    }

    private void objective(String name) throws ModelFormatException {
        if (!name.equals("name")) {
            json.skip();
            return;
        }
        objective = json.text();
        if (XgBoostObjective.link(objective) == null) {
            throw json.wrong(
                    "objective '"
                            + objective
                            + "' is not supported; supported: "
                            + String.join(", ", XgBoostObjective.names()));
        }
    }

    private void parameter(String name) throws ModelFormatException {
        switch (name) {
            case "num_feature" -> inputCount = integer(1, ModelLimits.MAX_INPUTS);
            case "num_class" -> classCount = Math.max(1, integer(0, ModelLimits.MAX_CLASSES));
            case "num_target" -> integer(1, 1);
            case "base_score" -> baseScore = json.text();
            default -> json.skip();
        }
    }

    private int integer(int min, int max) throws ModelFormatException {
        String text = json.text();
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number out of range is.
        }
        throw json.wrong("must be from " + min + " to " + max + ", not '" + text + "'");
    }

    private void booster(String name) throws ModelFormatException {
        switch (name) {
            case "name" -> {
                booster = json.text();
                if (!booster.equals("gbtree") && !booster.equals("dart")) {
                    throw json.wrong(
                            "booster '" + booster + "' is not supported; supported: dart, gbtree");
                }
            }
            case "gbtree" ->
                    json.object(
                            inner -> {
                                if (inner.equals("model")) {
                                    json.object(this::trees);
                                } else {
                                    json.skip();
                                }
                            });
            case "model" -> json.object(this::trees);
            case "weight_drop" -> weights = json.floats(ModelLimits.MAX_TREES);
            default -> json.skip();
        }
    }

    private void trees(String name) throws ModelFormatException {
        switch (name) {
            case "trees" ->
                    json.list(
                            ModelLimits.MAX_TREES, i -> read.add(new XgBoostTree(json, i).read()));
            case "tree_info" ->
                    groups = json.integers(ModelLimits.MAX_TREES, 0, ModelLimits.MAX_CLASSES - 1);
            default -> json.skip();
        }
    }

    private TreeModel model() throws ModelFormatException {
        if (objective.isEmpty()) {
            throw whole("has no 'objective' with a 'name'");
        }
        if (inputCount == 0) {
            throw whole("has no 'num_feature' in 'learner_model_param'");
        }
        Link link = XgBoostObjective.link(objective);
        if (link.isMulticlass() != classCount > 1) {
            throw whole("num_class is " + classCount + ", which does not go with " + objective);
        }
        if (read.isEmpty() || groups.length != read.size()) {
            throw whole(
                    "must have trees, and a 'tree_info' for each; it has "
                            + read.size()
                            + " and "
                            + groups.length);
        }
        if (booster.equals("dart") && (weights == null || weights.length != read.size())) {
            throw whole("must have a weight of 'weight_drop' for each tree");
        }
        List<Tree> trees = new ArrayList<>();
        long leaves = 0;
        for (int i = 0; i < read.size(); i++) {
            if (groups[i] >= classCount) {
                throw whole("tree_info[" + i + "] must be below " + classCount);
            }
            trees.add(read.get(i).tree(booster.equals("dart") ? weights[i] : 1, inputCount));
            read.set(i, null);
            leaves += trees.get(i).leafCount();
            if (leaves > ModelLimits.MAX_LEAVES) {
                throw whole("more than " + ModelLimits.MAX_LEAVES + " leaves in all");
            }
        }
        return new TreeModel(TreeModel.Library.XGBOOST, inputs(), trees, groups, base(), link);
    }

    private List<String> inputs() throws ModelFormatException {
        if (names.isEmpty()) {
            for (int i = 0; i < inputCount; i++) {
                names.add("f" + i);
            }
        }
        if (names.size() != inputCount || new HashSet<>(names).size() != inputCount) {
            throw whole("feature_names must be " + inputCount + " different names");
        }
        return names;
    }

    /** One base score, or from version 3.1 on a list of one for each class. */
    private double[] base() throws ModelFormatException {
        String[] scores = baseScore.replaceAll("[\\[\\]]", "").split(",", -1);
        if (scores.length != 1 && scores.length != classCount) {
            throw whole("base_score must be 1 number, or " + classCount);
        }
        double[] base = new double[classCount];
        for (int i = 0; i < classCount; i++) {
            String text = scores[scores.length == 1 ? 0 : i].strip();
            try {
                base[i] = XgBoostObjective.margin(objective, Float.parseFloat(text));
            } catch (NumberFormatException e) {
                base[i] = Double.NaN;
            }
            if (!Double.isFinite(base[i])) {
                throw whole("base_score '" + text + "' is out of the range of " + objective);
            }
        }
        return base;
    }

    private static ModelFormatException whole(String message) {
        return new ModelFormatException(1, 1, message);
    }
}
