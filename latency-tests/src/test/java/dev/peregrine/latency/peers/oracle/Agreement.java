package dev.peregrine.latency.peers.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.latency.peers.Contender;
import dev.peregrine.latency.peers.ContenderRun;
import dev.peregrine.latency.peers.PaymentRows;
import java.nio.file.Path;
import java.util.SplittableRandom;

/** Runs a contender on seeded rows and compares each feature with its definition. */
public final class Agreement {
    private static final int FIRST_SECOND = 1_522_540_800;
    private static final int HOUR = 3_600;
    private static final double TOLERANCE = 1e-9;

    private Agreement() {}

    /**
     * Rows on whole hours, so that many are exactly a window apart and many at the same time.
     *
     * @param count about three hours each
     */
    public static PaymentRows rows(long seed, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        PaymentRows rows = new PaymentRows(count);
        int second = FIRST_SECOND;
        for (int i = 0; i < count; i++) {
            second += random.nextInt(3) == 0 ? HOUR * random.nextInt(6) : 0;
            rows.add(
                    second,
                    random.nextInt(7),
                    random.nextInt(5),
                    random.nextInt(100_000),
                    random.nextInt(8) == 0 ? 1 : 0);
        }
        return rows;
    }

    /** Fails when a feature differs: ratios by more than 1e-9, others at all. */
    public static void check(Contender contender, PaymentRows rows, Path directory)
            throws Exception {
        double[][] actual = ContenderRun.features(contender, rows, directory);
        double[][] expected = NaiveFeatures.of(rows);
        assertThat(actual.length).isEqualTo(expected.length);
        for (int row = 0; row < expected.length; row++) {
            for (int i = 0; i < expected[row].length; i++) {
                boolean ratio = i > 3 && i % 2 == 0;
                assertThat(actual[row][i])
                        .as("row %d, feature %d", row, i)
                        .isCloseTo(expected[row][i], within(ratio ? TOLERANCE : 0));
            }
        }
    }
}
