package dev.peregrine.policy.model;

import dev.peregrine.policy.yaml.DurationText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Reads a model that learns online: {@code docs/learning.md} describes its JSON. */
final class OnlineReader {
    /** Of the format; 2 brought {@code learned} and {@code min}. */
    static final int VERSION = 2;

    private static final String KEYS =
            "version, alpha, beta, l1, l2, horizon, capacity, negatives, fraud_weight, intercept,"
                    + " terms, learned";
    private static final String TERM_KEYS =
            "input, transform, min, mean, scale, weight, bins, weights";
    private static final long MIN_HORIZON_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long MAX_HORIZON_NS = TimeUnit.DAYS.toNanos(400);

    private final JsonCursor json;
    private final InputNames inputs;
    private final List<OnlineModel.Term> terms = new ArrayList<>();
    private double alpha = Double.NaN;
    private double beta = 1;
    private double l1;
    private double l2;
    private double intercept;
    private long horizonNs = -1;
    private int capacity = -1;
    private double negatives = 1;
    private double fraudWeight = 1;
    private int coordinates = 1;
    private List<Double> z;
    private List<Double> n;
    private int learnedLine;
    private int learnedColumn;

    /** What is known so far of the term that is read. */
    private static final class Draft {
        private int input = -1;
        private boolean log;
        private boolean numeric;
        private double min = Double.NEGATIVE_INFINITY;
        private double mean;
        private double scale = 1;
        private double weight;
        private double[] bounds;
        private List<Double> weights;
    }

    private OnlineReader(JsonCursor json) {
        this.json = json;
        inputs = new InputNames(json);
    }

    static OnlineModel read(byte[] content) throws ModelFormatException {
        try (JsonCursor json = new JsonCursor(content)) {
            return new OnlineReader(json).read();
        }
    }

    private OnlineModel read() throws ModelFormatException {
        json.object(this::field);
        json.end();
        if (Double.isNaN(alpha) || horizonNs < 0 || capacity < 0 || terms.isEmpty()) {
            throw new ModelFormatException(
                    1, 1, "must have 'alpha', 'horizon', 'capacity' and 'terms'");
        }
        LearningSpec spec =
                new LearningSpec(alpha, beta, l1, l2, horizonNs, capacity, negatives, fraudWeight);
        OnlineModel model = new OnlineModel(inputs.names(), intercept, terms, spec);
        if (learnedLine == 0) {
            return model;
        }
        LearnedState learned = learned(model);
        return new OnlineModel(inputs.names(), intercept, terms, spec, learned);
    }

    /** What was learned, if it fits the weights. */
    private LearnedState learned(OnlineModel model) throws ModelFormatException {
        double[] weights = model.initialWeights();
        if (z == null || n == null || z.size() != weights.length || n.size() != weights.length) {
            throw new ModelFormatException(
                    learnedLine,
                    learnedColumn,
                    "'learned' must have 'z' and 'n' with "
                            + weights.length
                            + " numbers each, one for each weight");
        }
        LearnedState learned = new LearnedState(z, n);
        double[] follow = learned.weights(model.learning());
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] != follow[i]) {
                throw new ModelFormatException(
                        learnedLine,
                        learnedColumn,
                        ("'learned' does not go with the weights: number %d is %s and would have"
                                        + " to be %s; leave it out to start with other weights")
                                .formatted(i, weights[i], follow[i]));
            }
        }
        return learned;
    }

    private void field(String name) throws ModelFormatException {
        switch (name) {
            case "version" -> json.integer(1, VERSION);
            case "alpha" -> alpha = positive(name);
            case "beta" -> beta = notNegative(name);
            case "l1" -> l1 = notNegative(name);
            case "l2" -> l2 = notNegative(name);
            case "horizon" -> horizonNs = horizon();
            case "capacity" -> capacity = json.integer(1, ModelLimits.MAX_WAITING);
            case "negatives" -> {
                negatives = positive(name);
                if (negatives > 1) {
                    throw json.wrong("'negatives' must be at most 1, not " + negatives);
                }
            }
            case "fraud_weight" -> fraudWeight = positive(name);
            case "intercept" -> intercept = json.number();
            case "terms" -> json.list(ModelLimits.MAX_TERMS, i -> term());
            case "learned" -> learned();
            default -> throw json.wrong("unknown key '" + name + "'; known: " + KEYS);
        }
    }

    private void learned() throws ModelFormatException {
        learnedLine = json.line();
        learnedColumn = json.column();
        json.object(
                name -> {
                    switch (name) {
                        case "z" -> z = numbers();
                        case "n" -> n = squares();
                        default -> throw json.wrong("unknown key '" + name + "'; known: z, n");
                    }
                });
    }

    private List<Double> squares() throws ModelFormatException {
        List<Double> list = new ArrayList<>();
        json.list(ModelLimits.MAX_TERMS, i -> list.add(notNegative("n")));
        return list;
    }

    private double positive(String name) throws ModelFormatException {
        double value = json.number();
        if (value <= 0) {
            throw json.wrong("'" + name + "' must be positive, not " + value);
        }
        return value;
    }

    private double notNegative(String name) throws ModelFormatException {
        double value = json.number();
        if (value < 0) {
            throw json.wrong("'" + name + "' must not be negative, but is " + value);
        }
        return value;
    }

    private long horizon() throws ModelFormatException {
        String text = json.text();
        long ns = DurationText.parseNs(text).orElse(-1L);
        if (ns < MIN_HORIZON_NS || ns > MAX_HORIZON_NS) {
            throw json.wrong(
                    "'horizon' must be from 1s to 400d, such as 7d, and not '" + text + "'");
        }
        return ns;
    }

    private void term() throws ModelFormatException {
        int line = json.line();
        int column = json.column();
        Draft draft = new Draft();
        json.object(name -> field(draft, name));
        boolean binned = draft.bounds != null;
        String wrong = null;
        if (draft.input < 0) {
            wrong = "a term must have an 'input'";
        } else if (binned && draft.numeric) {
            wrong = "'bins' do not go with 'transform', 'min', 'mean', 'scale' or 'weight'";
        } else if (!binned && draft.weights != null) {
            wrong = "'weights' go with 'bins'";
        } else if (binned
                && draft.weights != null
                && draft.weights.size() != draft.bounds.length + 2) {
            wrong =
                    "'weights' must be "
                            + (draft.bounds.length + 2)
                            + ", one for each bin and one for a missing value, not "
                            + draft.weights.size();
        }
        coordinates += binned ? draft.bounds.length + 2 : 1;
        if (wrong == null && coordinates > ModelLimits.MAX_TERMS) {
            wrong = "more than " + ModelLimits.MAX_TERMS + " weights in all";
        }
        if (wrong != null) {
            throw new ModelFormatException(line, column, wrong);
        }
        terms.add(binned ? binned(draft) : numeric(draft));
    }

    private static OnlineModel.Term binned(Draft draft) {
        List<Double> weights =
                draft.weights != null
                        ? draft.weights
                        : Collections.nCopies(draft.bounds.length + 2, 0.0);
        return new OnlineModel.Binned(draft.input, draft.bounds, weights);
    }

    private static OnlineModel.Term numeric(Draft draft) {
        return new OnlineModel.Numeric(
                draft.input, draft.log, draft.min, draft.mean, draft.scale, draft.weight);
    }

    private void field(Draft draft, String name) throws ModelFormatException {
        draft.numeric |= List.of("transform", "min", "mean", "scale", "weight").contains(name);
        switch (name) {
            case "input" -> draft.input = inputs.next();
            case "transform" -> draft.log = isLog();
            case "min" -> draft.min = json.number();
            case "mean" -> draft.mean = json.number();
            case "scale" -> draft.scale = positive(name);
            case "weight" -> draft.weight = json.number();
            case "bins" -> draft.bounds = bounds();
            case "weights" -> draft.weights = numbers();
            default -> throw json.wrong("unknown key '" + name + "'; known: " + TERM_KEYS);
        }
    }

    private boolean isLog() throws ModelFormatException {
        String text = json.text();
        if (!text.equals("log") && !text.equals("none")) {
            throw json.wrong("'transform' must be log or none, not '" + text + "'");
        }
        return text.equals("log");
    }

    private double[] bounds() throws ModelFormatException {
        double[] bounds = numbers().stream().mapToDouble(Double::doubleValue).toArray();
        double[] sorted = Arrays.stream(bounds).sorted().distinct().toArray();
        if (bounds.length == 0 || !Arrays.equals(bounds, sorted)) {
            throw json.wrong("'bins' must be the bounds between bins, at least one, ascending");
        }
        return bounds;
    }

    private List<Double> numbers() throws ModelFormatException {
        List<Double> list = new ArrayList<>();
        json.list(ModelLimits.MAX_TERMS, i -> list.add(json.number()));
        return list;
    }
}
