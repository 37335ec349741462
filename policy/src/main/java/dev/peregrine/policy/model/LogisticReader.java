package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;

/** Reads a logistic regression: {@code docs/models.md} describes its JSON. */
final class LogisticReader {
    private static final String KEYS = "input, weight, missing, mean, scale, min";

    private final JsonCursor json;
    private final InputNames inputs;
    private final List<LinearModel.Term> terms = new ArrayList<>();
    private double intercept = Double.NaN;
    private int input;
    private double weight;
    private double missing;
    private double mean;
    private double scale;
    private double min;

    private LogisticReader(JsonCursor json) {
        this.json = json;
        inputs = new InputNames(json);
    }

    static LinearModel read(byte[] content) throws ModelFormatException {
        try (JsonCursor json = new JsonCursor(content)) {
            return new LogisticReader(json).read();
        }
    }

    private LinearModel read() throws ModelFormatException {
        json.object(
                name -> {
                    switch (name) {
                        case "intercept" -> intercept = json.number();
                        case "terms" -> json.list(ModelLimits.MAX_TERMS, i -> term());
                        default ->
                                throw json.wrong(
                                        "unknown key '" + name + "'; known: intercept, terms");
                    }
                });
        json.end();
        if (Double.isNaN(intercept) || terms.isEmpty()) {
            throw new ModelFormatException(1, 1, "must have an 'intercept' and 'terms'");
        }
        return new LinearModel(inputs.names(), intercept, terms);
    }

    private void term() throws ModelFormatException {
        int line = json.line();
        int column = json.column();
        input = -1;
        weight = Double.NaN;
        missing = Double.NaN;
        mean = 0;
        scale = 1;
        min = Double.NEGATIVE_INFINITY;
        json.object(this::field);
        if (input < 0 || Double.isNaN(weight) || Double.isNaN(missing)) {
            throw new ModelFormatException(
                    line,
                    column,
                    "a term must have 'input', 'weight' and 'missing' (the value that stands for a"
                            + " missing one)");
        }
        terms.add(new LinearModel.Term(input, weight, mean, scale, missing, min));
    }

    private void field(String name) throws ModelFormatException {
        switch (name) {
            case "input" -> input = inputs.next();
            case "weight" -> weight = json.number();
            case "missing" -> missing = json.number();
            case "mean" -> mean = json.number();
            case "min" -> min = json.number();
            case "scale" -> {
                scale = json.number();
                if (scale <= 0) {
                    throw json.wrong("'scale' must be positive, not " + scale);
                }
            }
            default -> throw json.wrong("unknown key '" + name + "'; known: " + KEYS);
        }
    }
}
