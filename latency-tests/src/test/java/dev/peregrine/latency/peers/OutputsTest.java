package dev.peregrine.latency.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Comparing results. */
@Timeout(30)
class OutputsTest {
    private static final int ROWS = 100;
    private static final int MEAN = 4;
    private static final int COUNT = 3;

    @TempDir private Path directory;
    private int files;

    @Test
    void shouldFindNoDifferenceWithinTheRoundingOfRatios() throws IOException {
        assertThat(changed(MEAN, 0).differenceFrom(changed(MEAN, 1e-10))).isNull();
    }

    @Test
    void shouldNameTheFirstRowAndFeatureThatDiffer() throws IOException {
        assertThat(changed(COUNT, 1).differenceFrom(changed(COUNT, 0)))
                .isEqualTo("row 42: CUSTOMER_ID_NB_TX_1DAY_WINDOW is 4.0, not 3.0");
        assertThat(changed(MEAN, 1e-8).differenceFrom(changed(MEAN, 0)))
                .startsWith("row 42: CUSTOMER_ID_AVG_AMOUNT_1DAY_WINDOW is ");
    }

    @Test
    void shouldSeeARowThatIsMissing() throws IOException {
        Outputs missing = Outputs.create(next(), ROWS);
        fill(missing, ROWS - 1);

        assertThat(missing.differenceFrom(changed(COUNT, 0))).startsWith("row 99: TX_AMOUNT");
    }

    @Test
    void shouldGiveAChecksumOfAnyOrderThatEveryValueChanges() throws IOException {
        Outputs same = changed(COUNT, 0);
        double[] features = new double[HandbookFeatures.COUNT];
        long sum = 0;
        for (int row = ROWS - 1; row >= 0; row--) {
            same.get(row, features);
            sum += Outputs.checksum(row, features);
        }

        assertThat(sum).isEqualTo(same.checksum(ROWS));
        for (int i = 0; i < HandbookFeatures.COUNT; i++) {
            assertThat(changed(i, 1).checksum(ROWS)).isNotEqualTo(same.checksum(ROWS));
        }
    }

    @Test
    void shouldReadWhatWasWritten() throws IOException {
        Path file = next();
        fill(Outputs.create(file, ROWS), ROWS);

        assertThat(Outputs.read(file).differenceFrom(changed(COUNT, 0))).isNull();
    }

    private Outputs changed(int feature, double by) throws IOException {
        Outputs outputs = Outputs.create(next(), ROWS);
        fill(outputs, ROWS);
        double[] features = new double[HandbookFeatures.COUNT];
        outputs.get(42, features);
        features[feature] += by;
        outputs.put(42, features);
        return outputs;
    }

    private static void fill(Outputs outputs, int rows) {
        double[] features = new double[HandbookFeatures.COUNT];
        for (int row = 0; row < rows; row++) {
            for (int i = 0; i < features.length; i++) {
                features[i] = i;
            }
            outputs.put(row, features);
        }
    }

    private Path next() {
        return directory.resolve("outputs-" + ++files);
    }
}
