package dev.peregrine.policy;

import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.Link;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.yaml.YamlMapping;
import dev.peregrine.policy.yaml.YamlValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads {@code calibration:} of a model: how its margin becomes a score. */
final class CalibrationReader {
    private static final Set<String> KEYS = PolicyReader.ordered("points", "by");

    private CalibrationReader() {}

    static Optional<Calibration> read(YamlValue value, Model model) {
        Optional<YamlMapping> mapping = value.mapping(KEYS);
        if (mapping.isEmpty()) {
            return Optional.empty();
        }
        if (model.marginCount() > 1) {
            value.problem("a model of several classes has no one margin to make a score of");
            return Optional.empty();
        }
        YamlMapping calibration = mapping.get().named("calibration");
        if (calibration.has("points") == calibration.has("by")) {
            value.problem("'calibration' has either 'points' or 'by: probability'");
            return Optional.empty();
        }
        if (calibration.has("points")) {
            return calibration
                    .find("points")
                    .flatMap(v -> v.list("a point", BundleLimits.MAX_CALIBRATION_POINTS))
                    .flatMap(list -> points(value, list));
        }
        Optional<YamlValue> by = calibration.find("by");
        if (by.flatMap(v -> v.choice("calibration", Map.of("probability", true))).isEmpty()) {
            return Optional.empty();
        }
        if (model.link().kind() != Link.Kind.LOGISTIC) {
            by.get().problem("only a model of two classes has a probability; give points");
            return Optional.empty();
        }
        return Optional.of(Calibration.ofProbability(model.link()));
    }

    private static Optional<Calibration> points(YamlValue place, List<YamlValue> list) {
        double[] margins = new double[list.size()];
        double[] scores = new double[list.size()];
        boolean rises = false;
        boolean falls = false;
        for (int i = 0; i < margins.length; i++) {
            YamlValue point = list.get(i);
            Optional<List<YamlValue>> pair = point.list("a number of a point", 2);
            if (pair.isEmpty()) {
                return Optional.empty();
            }
            if (pair.get().size() != 2) {
                point.problem("a point must be [margin, score]");
                return Optional.empty();
            }
            Optional<Double> margin = pair.get().get(0).number(-1e15, 1e15);
            Optional<Integer> score = pair.get().get(1).integer(0, ScoreBands.MAX_SCORE);
            if (margin.isEmpty() || score.isEmpty()) {
                return Optional.empty();
            }
            margins[i] = margin.get();
            scores[i] = score.get();
            if (i > 0 && margins[i] <= margins[i - 1]) {
                point.problem("the points' margins must ascend");
                return Optional.empty();
            }
            rises |= i > 0 && scores[i] > scores[i - 1];
            falls |= i > 0 && scores[i] < scores[i - 1];
            if (rises && falls) {
                point.problem("the points' scores must all rise or all fall");
                return Optional.empty();
            }
        }
        if (margins.length == 0) {
            place.problem("'points' is empty");
            return Optional.empty();
        }
        return Optional.of(Calibration.ofPoints(margins, scores));
    }
}
