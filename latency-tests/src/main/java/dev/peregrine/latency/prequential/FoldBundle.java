package dev.peregrine.latency.prequential;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.train.LightGbmTrainer;
import dev.peregrine.latency.train.TrainingConfig;
import dev.peregrine.latency.train.TrainingData;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.model.LearningSpec;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.policy.model.OnlineWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A copy of a policy bundle with the models of a fold beside the one that learns: a logistic
 * regression, a LightGBM model, and ensembles; and a shadow rule that has wanted ones evaluated.
 */
final class FoldBundle {
    static final String REGRESSION = "prequential_regression";
    static final String LIGHTGBM = "prequential_lightgbm";
    private static final double MARGIN_SCALE = 2;
    private static final int GOLDEN_ROWS = 20;

    private final Path directory;

    /**
     * @param directory of the copy
     */
    FoldBundle(Path directory) {
        this.directory = directory;
    }

    /** What is measured, by what it is called: models of the copy. */
    static Map<String, String> rankings(String learner) {
        Map<String, String> rankings = new LinkedHashMap<>();
        rankings.put("online learner", learner);
        rankings.put("logistic regression", REGRESSION);
        rankings.put("LightGBM", LIGHTGBM);
        Ensemble.all(learner).forEach(each -> rankings.put(each.title(), each.id()));
        return rankings;
    }

    /** What a model of the copy is called. */
    static String title(String learner, String model) {
        return rankings(learner).entrySet().stream()
                .filter(ranking -> ranking.getValue().equals(model))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** Copies the bundle and adds the models that are trained. */
    void write(Path bundle, TrainingData data, TrainingConfig config) throws IOException {
        copy(bundle);
        Path models = Files.createDirectories(directory.resolve("models"));
        LogisticRegression fitted = LogisticRegression.fit(data);
        List<double[]> golden = new ArrayList<>();
        for (int i = 0; i < GOLDEN_ROWS; i++) {
            golden.add(data.row((int) ((long) data.rows() * i / GOLDEN_ROWS)));
        }
        linear(models, REGRESSION, data.names(), "features.%s", fitted, golden);
        new LightGbmTrainer(data, config).train(models.resolve(LIGHTGBM + ".txt"));
    }

    /**
     * Adds an ensemble of fixed weights.
     *
     * @param floor what members but the first say at least; minus infinity for none
     */
    void fixed(Ensemble ensemble, double floor) throws IOException {
        List<String> members = ensemble.members();
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("intercept", 0);
        StringBuilder inputs = new StringBuilder();
        for (String member : members) {
            ObjectNode term =
                    json.withArray("terms")
                            .addObject()
                            .put("input", member)
                            .put("weight", ensemble.weight(member))
                            .put("missing", 0);
            if (Double.isFinite(floor) && !member.equals(members.get(0))) {
                term.put("min", floor);
            }
            inputs.append("  %s: model.%s.margin%n".formatted(member, member));
        }
        String row = "3,".repeat(members.size());
        model(
                directory.resolve("models"),
                ensemble.id(),
                inputs.toString(),
                json,
                String.join(",", members) + ",margin\n" + row + "3\n");
    }

    /**
     * Adds an ensemble whose weights are learned online.
     *
     * @param learning how
     * @param floor what members but the first say at least, and its margin where all say that
     */
    void online(Ensemble ensemble, LearningSpec learning, double floor) throws IOException {
        List<OnlineModel.Term> terms = new ArrayList<>();
        StringBuilder inputs = new StringBuilder();
        for (String member : ensemble.members()) {
            double min = terms.isEmpty() ? Double.NEGATIVE_INFINITY : floor;
            double weight = ensemble.weight(member) * MARGIN_SCALE;
            terms.add(
                    new OnlineModel.Numeric(terms.size(), false, min, floor, MARGIN_SCALE, weight));
            inputs.append("  %s: model.%s.margin%n".formatted(member, member));
        }
        OnlineModel model = new OnlineModel(ensemble.members(), floor, terms, learning);
        Path models = directory.resolve("models");
        Files.writeString(
                models.resolve(ensemble.id() + ".yaml"),
                "format: online%nfile: %s.json%ninputs:%n%s".formatted(ensemble.id(), inputs));
        Files.write(
                models.resolve(ensemble.id() + ".json"), OnlineWriter.write(model, model.start()));
    }

    /** Adds an ensemble whose members weigh what a regression over their margins says. */
    void stacked(Ensemble ensemble, LogisticRegression fitted) throws IOException {
        int members = ensemble.members().size();
        List<double[]> golden = new ArrayList<>();
        for (int i = 0; i < GOLDEN_ROWS; i++) {
            double[] row = new double[members];
            Arrays.setAll(row, m -> fitted.mean(m) * 0.5);
            row[i % members] = i - GOLDEN_ROWS / 2.0;
            golden.add(row);
        }
        linear(
                directory.resolve("models"),
                ensemble.id(),
                ensemble.members(),
                "model.%s.margin",
                fitted,
                golden);
    }

    /** Has some models evaluated, and no others that nothing reads. */
    void evaluate(Collection<String> models) throws IOException {
        String sum =
                models.stream()
                        .map("model.%s.margin"::formatted)
                        .collect(Collectors.joining(" + "));
        Files.createDirectories(directory.resolve("rules"));
        Files.writeString(
                directory.resolve("rules/prequential.yaml"),
                """
                rules:
                  - id: prequential
                    description: Has models evaluated. Never fires.
                    when: %s > 1000000.0
                    points: 1
                    shadow: true
                    reason: {code: PREQUENTIAL, text: Never given.}
                """
                        .formatted(sum));
    }

    /** The copy, loaded as it is now. */
    PolicyBundle load() throws IOException, PolicyException {
        return PolicyLoader.load(directory);
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

    /**
     * A fitted regression as a model.
     *
     * @param source form of an input's source, with a place for its name
     */
    private static void linear(
            Path models,
            String id,
            List<String> names,
            String source,
            LogisticRegression fitted,
            List<double[]> goldenRows)
            throws IOException {
        ObjectNode json = new ObjectMapper().createObjectNode();
        json.put("intercept", fitted.intercept());
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < names.size(); i++) {
            json.withArray("terms")
                    .addObject()
                    .put("input", names.get(i))
                    .put("weight", fitted.weight(i))
                    .put("mean", fitted.mean(i))
                    .put("scale", fitted.scale(i))
                    .put("missing", fitted.mean(i));
            inputs.append("  ").append(names.get(i)).append(": ");
            inputs.append(source.replace("%s", names.get(i))).append('\n');
        }
        StringBuilder golden = new StringBuilder(String.join(",", names)).append(",margin\n");
        for (double[] row : goldenRows) {
            for (double value : row) {
                golden.append(Double.isNaN(value) ? "" : String.valueOf(value)).append(',');
            }
            golden.append(fitted.margin(row)).append('\n');
        }
        model(models, id, inputs.toString(), json, golden.toString());
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
