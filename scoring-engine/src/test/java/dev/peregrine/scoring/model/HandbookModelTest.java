package dev.peregrine.scoring.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The LightGBM model of the Handbook's data against what LightGBM said of 5,587 transactions. The
 * data lies beside the repository, in {@code ../shared/data/handbook}; the test is skipped where it
 * does not.
 */
@Timeout(120)
class HandbookModelTest {
    private static final Path ROOT = Path.of(System.getProperty("peregrine.root", ".."));
    private static final Path DATA = ROOT.resolve("../shared/data/handbook").normalize();
    private static final Path MODEL = DATA.resolve("lightgbm-2018-06.txt");
    private static final Path EXPECTED = DATA.resolve("lightgbm-2018-06-expected.csv.gz");
    private static final int ROWS = 5_587;

    @Test
    void shouldReproduceWhatLightGbmSaid() throws Exception {
        assumeTrue(
                Files.exists(MODEL) && Files.exists(EXPECTED),
                "skipped: the Handbook's data is not in " + DATA);
        Model model = ModelFormat.LIGHTGBM.read(Files.readAllBytes(MODEL));
        ModelScorer scorer = ModelScorer.of(model);
        double[] row = new double[model.inputs().size()];
        double[] values = new double[2];
        int rows = 0;
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(EXPECTED)),
                                StandardCharsets.UTF_8))) {
            List<String> names = List.of(in.readLine().split(","));
            String line = in.readLine();
            while (line != null) {
                String[] cells = line.split(",", -1);
                for (int i = 0; i < row.length; i++) {
                    row[i] = Double.parseDouble(cells[names.indexOf(model.inputs().get(i))]);
                }
                scorer.margins(row, values);
                model.link().apply(values, 0, 1);
                double margin = Double.parseDouble(cells[names.indexOf("RAW_SCORE")]);
                double probability = Double.parseDouble(cells[names.indexOf("PROBABILITY")]);
                assertThat(values[0])
                        .as(line)
                        .isCloseTo(margin, within(1e-15 * Math.max(1, Math.abs(margin))));
                assertThat(values[1]).as(line).isCloseTo(probability, within(1e-15));
                rows++;
                line = in.readLine();
            }
        }
        assertThat(rows).isEqualTo(ROWS);
    }
}
