package dev.peregrine.latency.prequential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.train.LightGbmTrainer;
import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.latency.train.TrainingData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A copy of a policy bundle with the models of a fold beside the one that learns: a logistic
 * regression, a LightGBM model, and the means of margins; and a shadow rule that has all of them
 * evaluated.
 */
final class FoldBundle {
    private static final String REGRESSION = "prequential_regression";
    private static final String LIGHTGBM = "prequential_lightgbm";
    private static final String WITH_REGRESSION = "prequential_with_regression";
    private static final String WITH_LIGHTGBM = "prequential_with_lightgbm";
    private static final int GOLDEN_ROWS = 20;

    private final Path directory;
    private final String learner;

    /**
     * @param directory of the copy
     * @param learner id of the model that learns
     */
    FoldBundle(Path directory, String learner) {
        this.directory = directory;
        this.learner = learner;
    }

    /** What is measured, by what it is called: models of the copy. */
    static Map<String, String> rankings(String learner) {
        Map<String, String> rankings = new LinkedHashMap<>();
        rankings.put("online learner", learner);
        rankings.put("logistic regression", REGRESSION);
        rankings.put("LightGBM", LIGHTGBM);
        rankings.put("learner + regression", WITH_REGRESSION);
        rankings.put("learner + LightGBM", WITH_LIGHTGBM);
        return rankings;
    }

    /** Copies the bundle and adds the models. */
    void write(Path bundle, TrainingData data, TrainingConfig config) throws IOException {
        copy(bundle);
        Path models = Files.createDirectories(directory.resolve("models"));
        regression(models, data);
        new LightGbmTrainer(data, config).train(models.resolve(LIGHTGBM + ".txt"));
        mean(models, WITH_REGRESSION, REGRESSION);
        mean(models, WITH_LIGHTGBM, LIGHTGBM);
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(
                directory.resolve("rules/prequential.yaml"),
                """
                rules:
                  - id: prequential
                    description: Has the models evaluated. Never fires.
                    when: model.%s.margin + model.%s.margin > 1000000.0
                    points: 1
                    shadow: true
                    reason: {code: PREQUENTIAL, text: Never given.}
                """
                        .formatted(WITH_REGRESSION, WITH_LIGHTGBM));
    }

    private void copy(Path bundle) throws IOException {
        try (Stream<Path> paths = Files.walk(bundle)) {
            for (Path path : paths.toList()) {
                Path to = directory.resolve(bundle.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(to);
                } else {
                    Files.copy(path, to);
                }
            }
        }
    }

    private static void regression(Path models, TrainingData data) throws IOException {
        LogisticRegression fitted = LogisticRegression.fit(data);
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("intercept", fitted.intercept());
        List<String> names = data.names();
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            json.withArray("terms")
                    .addObject()
                    .put("input", names.get(i))
                    .put("weight", fitted.weight(i))
                    .put("mean", fitted.mean(i))
                    .put("scale", fitted.scale(i))
                    .put("missing", fitted.mean(i));
            inputs.append("  %s: features.%s%n".formatted(names.get(i), names.get(i)));
        }
        StringBuilder golden = new StringBuilder(String.join(",", names)).append(",margin\n");
        for (int i = 0; i < GOLDEN_ROWS; i++) {
            double[] row = data.row((int) ((long) data.rows() * i / GOLDEN_ROWS));
            for (double value : row) {
                golden.append(Double.isNaN(value) ? "" : String.valueOf(value)).append(',');
            }
            golden.append(fitted.margin(row)).append('\n');
        }
        model(models, REGRESSION, inputs.toString(), json, golden.toString());
    }

    /** The mean of the learner's margin and another model's. */
    private void mean(Path models, String id, String other) throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("intercept", 0);
        for (String input : List.of("learner", "other")) {
            json.withArray("terms")
                    .addObject()
                    .put("input", input)
                    .put("weight", 0.5)
                    .put("missing", 0);
        }
        String inputs =
                "  learner: model.%s.margin%n  other: model.%s.margin%n".formatted(learner, other);
        model(models, id, inputs, json, "learner,other,margin\n1,2,1.5\n");
    }

    private static void model(Path models, String id, String inputs, ObjectNode json, String golden)
            throws IOException {
        Files.writeString(
                models.resolve(id + ".yaml"),
                "format: logistic%nfile: %s.json%ngolden: %s.golden.csv%ninputs:%n%s"
                        .formatted(id, id, inputs));
        Files.writeString(models.resolve(id + ".json"), json.toPrettyString());
        Files.writeString(models.resolve(id + ".golden.csv"), golden);
    }
}
