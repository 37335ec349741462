package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The bundle {@code policies/fraud-handbook} with the Handbook's LightGBM model as its champion:
 * what LightGBM said of 5,587 transactions are its golden predictions. The data lies beside the
 * repository, in {@code ../shared/data/handbook}; the test is skipped where it does not.
 */
@Timeout(120)
class HandbookChampionTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root", ".."));
    private static final Path DATA = ROOT.resolve("../shared/data/handbook").normalize();
    private static final Path MODEL = DATA.resolve("lightgbm-2018-06.txt");
    private static final Path EXPECTED = DATA.resolve("lightgbm-2018-06-expected.csv.gz");
    private static final int PAYMENTS = 500;

    @TempDir private Path dir;

    @Test
    void shouldScoreByTheModel() throws Exception {
        assumeTrue(
                Files.exists(MODEL) && Files.exists(EXPECTED),
                "skipped: the Handbook's data is not in " + DATA);
        writeBundle();
        PolicyBundle bundle = PolicyLoader.load(dir);
        ModelSpec champion = bundle.models().get(0);
        int features = bundle.features().features().size();
        double[] margins = new double[1];
        try (EngineDriver driver = new EngineDriver().know(bundle)) {
            driver.activate(bundle, "activation");
            for (int i = 0; i < PAYMENTS; i++) {
                driver.ingressNs += 900_000_000_000L;
                driver.send(payment(i, driver.ingressNs));
                assertThat(driver.result.kind).isEqualTo(EventResult.Kind.DECISION);
                double[] row = new double[features];
                for (int j = 0; j < features; j++) {
                    row[j] = driver.feature(featureIndex(bundle, champion.inputs().get(j).name()));
                }
                champion.model().margins(row, margins);
                assertThat(driver.feature(features)).isEqualTo(margins[0]);
                assertThat(driver.decision().score())
                        .isEqualTo(champion.calibration().orElseThrow().score(margins[0]));
            }
        }
    }

    private static int featureIndex(PolicyBundle bundle, String name) {
        return bundle.features().features().stream().map(f -> f.name()).toList().indexOf(name);
    }

    private static TransactionBuilder payment(int number, long timeNs) {
        return new TransactionBuilder()
                .tenantId(EngineDriver.TENANT)
                .eventId("e" + number)
                .eventTimeNs(timeNs)
                .amount(500 + number * 7919L % 30_000, TestPolicies.EUR)
                .account("a" + number % 17)
                .terminal("t" + number % 5);
    }

    private void writeBundle() throws Exception {
        Path shipped = ROOT.resolve("policies/fraud-handbook");
        Files.copy(shipped.resolve("features.yaml"), dir.resolve("features.yaml"));
        String policy = Files.readString(shipped.resolve("policy.yaml"));
        Files.writeString(
                dir.resolve("policy.yaml"),
                policy.replace("score:\n", "champion: handbook\nscore:\n")
                        .replaceAll(" *base: \\d+\n", ""));
        Path models = Files.createDirectory(dir.resolve("models"));
        Files.copy(MODEL, models.resolve("handbook.txt"));
        List<String> inputs = writeGolden(models.resolve("handbook.csv"));
        StringBuilder yaml =
                new StringBuilder("format: lightgbm\nfile: handbook.txt\ngolden: handbook.csv\n")
                        .append("calibration: {by: probability}\ninputs:\n");
        inputs.forEach(name -> yaml.append("  " + name + ": features." + name + "\n"));
        Files.writeString(models.resolve("handbook.yaml"), yaml);
    }

    /** All rows but the columns of the transaction and the probability; returns the inputs. */
    private static List<String> writeGolden(Path file) throws Exception {
        List<String> lines = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(EXPECTED)),
                                StandardCharsets.UTF_8))) {
            in.lines()
                    .map(line -> line.substring(line.indexOf(',') + 1, line.lastIndexOf(',')))
                    .map(line -> line.replace("RAW_SCORE", "margin"))
                    .forEach(lines::add);
        }
        Files.write(file, lines);
        List<String> names = List.of(lines.get(0).split(","));
        return names.subList(0, names.size() - 1);
    }
}
