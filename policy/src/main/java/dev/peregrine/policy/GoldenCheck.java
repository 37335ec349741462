package dev.peregrine.policy;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormatException;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelLimits;
import dev.peregrine.policy.model.OnnxModel;
import dev.peregrine.policy.model.TreeModel;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Holds a model against golden predictions: a CSV file whose first line names the model's inputs
 * and margins, in any order, and whose other lines are rows of numbers (or categories, where the
 * bundle lists them). An empty cell is a missing value.
 */
final class GoldenCheck {
    private static final double LIGHTGBM_TOLERANCE = 1e-15;
    private static final double OWN_TOLERANCE = 1e-9;
    private static final double ONNX_TOLERANCE = 1e-5;

    private final Model model;
    private final List<ModelInput> inputs;
    private final List<String> lines;
    private final List<String> names;
    private final double[] row;
    private final double[] margins;
    private final double[] expected;

    GoldenCheck(Model model, List<ModelInput> inputs, byte[] content) {
        this.model = model;
        this.inputs = inputs;
        lines = new String(content, StandardCharsets.UTF_8).lines().toList();
        names = lines.isEmpty() ? List.of() : cells(lines.get(0));
        row = new double[inputs.size()];
        margins = new double[model.marginCount()];
        expected = new double[margins.length];
    }

    /**
     * Checks every row.
     *
     * @return number of rows
     * @throws ModelFormatException with the place of the first that differs
     */
    int check() throws ModelFormatException {
        List<String> marginNames = model.outputs().subList(0, margins.length);
        int[] inputPlaces = places(inputs.stream().map(ModelInput::name).toList());
        int[] marginPlaces = places(marginNames);
        for (int i = 0; i < names.size(); i++) {
            int place = i;
            if (IntStream.of(inputPlaces).noneMatch(p -> p == place)
                    && IntStream.of(marginPlaces).noneMatch(p -> p == place)) {
                throw wrong(1, i, "'" + names.get(i) + "' is no input and no margin of the model");
            }
        }
        int rows = 0;
        for (int line = 1; line < lines.size(); line++) {
            if (lines.get(line).isBlank()) {
                continue;
            }
            if (++rows > ModelLimits.MAX_GOLDEN_ROWS) {
                throw wrong(line + 1, 0, "more than " + ModelLimits.MAX_GOLDEN_ROWS + " rows");
            }
            check(line + 1, rows, inputPlaces, marginPlaces);
        }
        if (rows == 0) {
            throw wrong(1, 0, "must have at least one row of inputs and margin");
        }
        return rows;
    }

    private int[] places(List<String> wanted) throws ModelFormatException {
        int[] places = new int[wanted.size()];
        for (int i = 0; i < places.length; i++) {
            places[i] = names.indexOf(wanted.get(i));
            if (places[i] < 0) {
                throw wrong(1, 0, "missing column '" + wanted.get(i) + "'");
            }
        }
        if (new HashSet<>(names).size() != names.size()) {
            throw wrong(1, 0, "a column is named twice");
        }
        return places;
    }

    private void check(int line, int number, int[] inputPlaces, int[] marginPlaces)
            throws ModelFormatException {
        List<String> cells = cells(lines.get(line - 1));
        if (cells.size() != names.size()) {
            throw wrong(line, 0, "must have " + names.size() + " cells, not " + cells.size());
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = value(line, inputPlaces[i], cells, inputs.get(i).categories());
        }
        for (int i = 0; i < margins.length; i++) {
            expected[i] = value(line, marginPlaces[i], cells, List.of());
        }
        model.margins(row, margins);
        for (int i = 0; i < margins.length; i++) {
            if (!agrees(margins[i], expected[i])) {
                throw wrong(
                        line,
                        marginPlaces[i],
                        "row "
                                + number
                                + ": "
                                + model.outputs().get(i)
                                + " is "
                                + margins[i]
                                + " by the model, and "
                                + cells.get(marginPlaces[i])
                                + " was expected");
            }
        }
    }

    private boolean agrees(double found, double golden) {
        if (model instanceof TreeModel trees && trees.library() == TreeModel.Library.XGBOOST) {
            return (float) found == (float) golden;
        }
        double tolerance = OWN_TOLERANCE;
        if (model instanceof TreeModel) {
            tolerance = LIGHTGBM_TOLERANCE;
        } else if (model instanceof OnnxModel) {
            tolerance = ONNX_TOLERANCE;
        }
        return Math.abs(found - golden) <= tolerance * Math.max(1, Math.abs(golden));
    }

    private double value(int line, int place, List<String> cells, List<String> categories)
            throws ModelFormatException {
        String cell = cells.get(place);
        if (cell.isEmpty()) {
            return Double.NaN;
        }
        if (!categories.isEmpty()) {
            int category = categories.indexOf(cell);
            return category < 0 ? Double.NaN : category;
        }
        try {
            double value = Double.parseDouble(cell);
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Told below, as an infinite one is.
        }
        throw wrong(line, place, "'" + cell + "' must be a finite number, or empty for missing");
    }

    private static List<String> cells(String line) {
        return List.of(line.strip().split("\\s*,\\s*", -1));
    }

    private ModelFormatException wrong(int line, int cell, String message) {
        int column = 1;
        String text = lines.isEmpty() ? "" : lines.get(line - 1);
        for (int i = 0; i < cell; i++) {
            column = text.indexOf(',', column - 1) + 2;
        }
        return new ModelFormatException(line, column, message);
    }
}
