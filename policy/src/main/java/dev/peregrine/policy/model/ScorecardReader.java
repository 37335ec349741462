package dev.peregrine.policy.model;

import java.util.ArrayList;
import java.util.List;

/** Reads a scorecard: {@code docs/models.md} describes its JSON. */
final class ScorecardReader {
    private final JsonCursor json;
    private final InputNames inputs;
    private final List<Scorecard.Characteristic> characteristics = new ArrayList<>();
    private double base = Double.NaN;
    private int input;
    private double missing;
    private List<Scorecard.Bin> bins = List.of();
    private double below;
    private double points;
    private int binCount;

    private ScorecardReader(JsonCursor json) {
        this.json = json;
        inputs = new InputNames(json);
    }

    static Scorecard read(byte[] content) throws ModelFormatException {
        try (JsonCursor json = new JsonCursor(content)) {
            return new ScorecardReader(json).read();
        }
    }

    private Scorecard read() throws ModelFormatException {
        json.object(
                name -> {
                    switch (name) {
                        case "base" -> base = json.number();
                        case "characteristics" ->
                                json.list(ModelLimits.MAX_INPUTS, i -> characteristic());
                        default ->
                                throw json.wrong(
                                        "unknown key '" + name + "'; known: base, characteristics");
                    }
                });
        json.end();
        if (Double.isNaN(base) || characteristics.isEmpty()) {
            throw new ModelFormatException(1, 1, "must have a 'base' and 'characteristics'");
        }
        return new Scorecard(inputs.names(), base, characteristics);
    }

    private void characteristic() throws ModelFormatException {
        int line = json.line();
        int column = json.column();
        input = -1;
        missing = Double.NaN;
        bins = new ArrayList<>();
        json.object(this::field);
        if (input < 0 || Double.isNaN(missing) || bins.isEmpty()) {
            throw new ModelFormatException(
                    line,
                    column,
                    "a characteristic must have 'input', 'missing' (points of a missing value) and"
                            + " 'bins'");
        }
        if (bins.get(bins.size() - 1).below() != Double.POSITIVE_INFINITY) {
            throw new ModelFormatException(
                    line, column, "the last bin must have no 'below': it takes the rest");
        }
        characteristics.add(new Scorecard.Characteristic(input, missing, bins));
    }

    private void field(String name) throws ModelFormatException {
        switch (name) {
            case "input" -> {
                input = inputs.next();
                if (inputs.size() == characteristics.size()) {
                    throw json.wrong(
                            "'" + inputs.names().get(input) + "' has a characteristic already");
                }
            }
            case "missing" -> missing = json.number();
            case "bins" -> json.list(ModelLimits.MAX_TERMS, i -> bin());
            default -> throw json.wrong("unknown key '" + name + "'; known: input, missing, bins");
        }
    }

    private void bin() throws ModelFormatException {
        int line = json.line();
        int column = json.column();
        if (++binCount > ModelLimits.MAX_TERMS) {
            throw json.wrong("more than " + ModelLimits.MAX_TERMS + " bins in all");
        }
        below = Double.POSITIVE_INFINITY;
        points = Double.NaN;
        json.object(
                name -> {
                    switch (name) {
                        case "below" -> below = json.number();
                        case "points" -> points = json.number();
                        default ->
                                throw json.wrong(
                                        "unknown key '" + name + "'; known: below, points");
                    }
                });
        if (Double.isNaN(points)) {
            throw new ModelFormatException(line, column, "a bin must have 'points'");
        }
        if (!bins.isEmpty() && !(below > bins.get(bins.size() - 1).below())) {
            throw new ModelFormatException(
                    line, column, "bins must ascend by 'below', and only the last has none");
        }
        bins.add(new Scorecard.Bin(below, points));
    }
}
