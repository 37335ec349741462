package dev.peregrine.policy.model;

import java.util.List;
import java.util.Map;

/** The line {@code objective=} of a LightGBM file: a name, then parameters. */
final class LightGbmObjective {
    private static final List<String> WITH_SIGMOID = List.of("binary", "multiclassova");
    private static final Map<String, Link.Kind> LINKS =
            Map.ofEntries(
                    Map.entry("binary", Link.Kind.LOGISTIC),
                    Map.entry("cross_entropy", Link.Kind.LOGISTIC),
                    Map.entry("cross_entropy_lambda", Link.Kind.SOFT_PLUS),
                    Map.entry("multiclass", Link.Kind.SOFTMAX),
                    Map.entry("multiclassova", Link.Kind.LOGISTIC_EACH),
                    Map.entry("regression", Link.Kind.IDENTITY),
                    Map.entry("regression_l1", Link.Kind.IDENTITY),
                    Map.entry("huber", Link.Kind.IDENTITY),
                    Map.entry("fair", Link.Kind.IDENTITY),
                    Map.entry("quantile", Link.Kind.IDENTITY),
                    Map.entry("mape", Link.Kind.IDENTITY),
                    Map.entry("poisson", Link.Kind.EXP),
                    Map.entry("gamma", Link.Kind.EXP),
                    Map.entry("tweedie", Link.Kind.EXP),
                    Map.entry("lambdarank", Link.Kind.NONE),
                    Map.entry("rank_xendcg", Link.Kind.NONE),
                    Map.entry("custom", Link.Kind.NONE));

    private LightGbmObjective() {}

    /**
     * @param line null when the file has none: a custom objective
     */
    static Link read(LightGbmLine line) throws ModelFormatException {
        if (line == null) {
            return new Link(Link.Kind.NONE);
        }
        List<String> words = List.of(line.value().split(" +"));
        String name = words.get(0);
        Link.Kind kind = LINKS.get(name);
        if (kind == null) {
            throw line.wrong(
                    "objective '"
                            + name
                            + "' is not supported; supported: "
                            + String.join(", ", LINKS.keySet().stream().sorted().toList()));
        }
        double slope = 1;
        for (String word : words.subList(1, words.size())) {
            if (word.equals("sqrt")) {
                kind = Link.Kind.SIGNED_SQUARE;
            } else if (word.startsWith("sigmoid:") && WITH_SIGMOID.contains(name)) {
                slope = slope(line, word);
            }
        }
        return new Link(kind, slope, 1);
    }

    private static double slope(LightGbmLine line, String word) throws ModelFormatException {
        try {
            double slope = Double.parseDouble(word.substring("sigmoid:".length()));
            if (slope > 0 && Double.isFinite(slope)) {
                return slope;
            }
        } catch (NumberFormatException e) {
            // Told below, as a slope out of range is.
        }
        throw line.wrong(line.value().indexOf(word), "'" + word + "' must be a positive number");
    }
}
