package dev.peregrine.latency.prequential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.latency.train.HandbookHistory;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench prequential}: its folds, its regression, and the whole on made-up payments. */
@Timeout(300)
class PrequentialTest {
    private static final Pattern THIRD_COLUMN =
            Pattern.compile("^(?:[^|]*\\|){3}\\s*([-+]?[0-9.]+)");

    private static final Path ROOT = Path.of(System.getProperty("peregrine.root"));

    @TempDir private Path dir;

    @Test
    void shouldTrainBeforeTheDelayAndTestAfterIt() {
        List<Fold> folds = Fold.of(LocalDate.of(2018, 6, 3), 2, 14, 7, 5);

        assertThat(folds.get(0))
                .isEqualTo(
                        new Fold(
                                1,
                                LocalDate.of(2018, 5, 13),
                                LocalDate.of(2018, 5, 27),
                                LocalDate.of(2018, 6, 3),
                                LocalDate.of(2018, 6, 8)));
        assertThat(folds.get(1).before())
                .isEqualTo(
                        new Fold(
                                1,
                                LocalDate.of(2018, 5, 13),
                                LocalDate.of(2018, 5, 27),
                                LocalDate.of(2018, 6, 3),
                                LocalDate.of(2018, 6, 8)));
        assertThat(folds.get(1).testFrom()).isEqualTo(LocalDate.of(2018, 6, 8));
        assertThat(folds.get(1).trainTo()).isEqualTo(LocalDate.of(2018, 6, 1));
    }

    @Test
    void shouldFindTheRegressionOfLeastLoss() {
        Random random = new Random(4);
        int rows = 2_000;
        double[] values = new double[2 * rows];
        float[] labels = new float[rows];
        for (int r = 0; r < rows; r++) {
            values[2 * r] = 100 + 50 * random.nextGaussian();
            values[2 * r + 1] = r % 10 == 0 ? Double.NaN : random.nextInt(4);
            double margin = (values[2 * r] - 100) / 25 - 1;
            labels[r] = random.nextDouble() < 1 / (1 + Math.exp(-margin)) ? 1 : 0;
        }
        LogisticRegression fitted = LogisticRegression.fit(values, labels, 2);

        assertThat(fitted.weight(0)).isCloseTo(2, within(0.25));
        assertThat(fitted.weight(1)).isCloseTo(0, within(0.2));
        double[] gradient = {0, fitted.weight(0), fitted.weight(1)};
        for (int r = 0; r < rows; r++) {
            double[] row = {values[2 * r], values[2 * r + 1]};
            double error = 1 / (1 + Math.exp(-fitted.margin(row))) - labels[r];
            gradient[0] += error;
            for (int i = 0; i < 2; i++) {
                double known = Double.isNaN(row[i]) ? fitted.mean(i) : row[i];
                gradient[i + 1] += error * (known - fitted.mean(i)) / fitted.scale(i);
            }
        }
        assertThat(gradient).containsExactly(new double[3], within(1e-6));
    }

    @Test
    void shouldMeasureTheLearnerBesideTheOthers() throws Exception {
        Path history = dir.resolve("transactions-2018-q2.csv.gz");
        HandbookHistory.write(history);
        Files.writeString(
                dir.resolve("params"),
                "objective = binary\nnum_iterations = 20\nseed = 1\nverbosity = -1\n");
        Path out = dir.resolve("out");
        String[] arguments = {
            "bench",
            "prequential",
            "--input",
            history.toString(),
            "--policy",
            ROOT.resolve("policies/fraud-handbook-online").toString(),
            "--params",
            dir.resolve("params").toString(),
            "--from",
            "2018-06-10",
            "--folds",
            "2",
            "--train-days",
            "10",
            "--out",
            out.toString()
        };
        assertThat(run(arguments)).isZero();

        Map<String, List<Double>> auc =
                Files.readString(out.resolve("prequential.md"))
                        .lines()
                        .takeWhile(line -> !line.isBlank())
                        .skip(2)
                        .map(line -> line.split(" *\\| *"))
                        .collect(
                                Collectors.toMap(
                                        cells -> cells[1],
                                        cells ->
                                                List.of(cells).subList(2, cells.length).stream()
                                                        .map(Double::valueOf)
                                                        .toList()));
        assertThat(auc.keySet())
                .containsExactlyInAnyOrder(
                        "online learner",
                        "logistic regression",
                        "LightGBM",
                        "learner + regression, mean",
                        "learner + LightGBM, mean",
                        "all three, mean",
                        "learner + regression, stacked",
                        "learner + LightGBM, stacked",
                        "all three, stacked",
                        "learner + regression, floored",
                        "learner + LightGBM, floored",
                        "all three, floored",
                        "learner + regression, online",
                        "learner + LightGBM, online",
                        "all three, online");
        auc.forEach(
                (name, values) -> {
                    assertThat(values).as(name).hasSize(3).allMatch(v -> v > 0.8 && v <= 1);
                    assertThat((values.get(0) + values.get(1)) / 2)
                            .isCloseTo(values.get(2), within(1e-4));
                });
        List<String> differences = Files.readString(out.resolve("prequential.md")).lines().toList();
        double above = auc.get("all three, mean").get(2) - auc.get("online learner").get(2);
        assertThat(differences)
                .filteredOn(line -> line.startsWith("| all three, mean | online learner | "))
                .singleElement()
                .satisfies(line -> assertThat(firstNumber(line)).isCloseTo(above, within(1.01e-4)));
        assertThat(auc.get("online learner").get(1)).isEqualTo(aucOfBacktest(history));
        assertThat(run(arguments)).as("the directory is there").isEqualTo(ExitCode.USAGE.code());
    }

    /** That of the learner in the second fold, as a backtest ranks by it; to four decimals. */
    private double aucOfBacktest(Path history) throws IOException {
        Path out = dir.resolve("backtest");
        String[] arguments = {
            "backtest",
            "--input",
            history.toString(),
            "--policy",
            ROOT.resolve("policies/fraud-handbook-online").toString(),
            "--rank-by",
            "model.learner.margin",
            "--from",
            "2018-06-17",
            "--to",
            "2018-06-24",
            "--leave-out-known-fraud",
            "2018-05-31",
            "--out",
            out.toString()
        };
        assertThat(run(arguments)).isZero();
        JsonNode summary = new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        return Math.round(1e4 * summary.findValue("roc_auc").asDouble()) / 1e4;
    }

    private static double firstNumber(String line) {
        Matcher matcher = THIRD_COLUMN.matcher(line);
        assertThat(matcher.find()).as(line).isTrue();
        return Double.parseDouble(matcher.group(1));
    }

    private static int run(String[] arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }
}
