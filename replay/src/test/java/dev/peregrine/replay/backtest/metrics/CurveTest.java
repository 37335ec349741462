package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CurveTest {
    @TempDir private Path directory;

    private record Row(double rank, Outcome outcome, long amount) {}

    /** Scores 900 fraud, 700 good, 500 fraud and good, 100 good. */
    @Test
    void shouldMatchATableWorkedByHand() {
        ScoreCells cells = new ScoreCells();
        cells.add(900, Outcome.FRAUD, 10);
        cells.add(700, Outcome.GOOD, 20);
        cells.add(500, Outcome.FRAUD, 30);
        cells.add(500, Outcome.GOOD, 40);
        cells.add(100, Outcome.GOOD, 50);
        Curve curve = cells.curve();
        assertThat(curve.rocAuc()).isEqualTo(4.5 / 6, within(1e-15));
        assertThat(curve.averagePrecision()).isEqualTo(0.5 * 1 + 0.5 * (2 / 4.0), within(1e-15));
        assertThat(curve.rocAucByAmount())
                .isEqualTo((10 * 110 + 30 * (50 + 20)) / (40.0 * 110), within(1e-15));
        assertThat(curve.averagePrecisionByAmount())
                .isEqualTo(0.25 * 1 + 0.75 * (40 / 100.0), within(1e-15));
        Cell above = cells.from(500);
        assertThat(above.frauds()).isEqualTo(2);
        assertThat(above.goods()).isEqualTo(2);
        assertThat(cells.from(501).goodMoney()).isEqualTo(20);
    }

    @Test
    void shouldMatchTheExampleOfScikitLearn() {
        ScoreCells cells = new ScoreCells();
        cells.add(100, Outcome.GOOD, 1);
        cells.add(400, Outcome.GOOD, 1);
        cells.add(350, Outcome.FRAUD, 1);
        cells.add(800, Outcome.FRAUD, 1);
        assertThat(cells.curve().rocAuc()).isEqualTo(0.75);
        assertThat(cells.curve().averagePrecision()).isEqualTo(0.8333333333333333, within(1e-15));
    }

    @Test
    void shouldGiveTheExtremes() {
        ScoreCells perfect = new ScoreCells();
        perfect.add(999, Outcome.FRAUD, 1);
        perfect.add(0, Outcome.GOOD, 1);
        assertThat(perfect.curve().rocAuc()).isEqualTo(1);
        assertThat(perfect.curve().averagePrecision()).isEqualTo(1);
        ScoreCells blind = new ScoreCells();
        blind.add(5, Outcome.FRAUD, 1);
        for (int i = 0; i < 3; i++) {
            blind.add(5, Outcome.GOOD, 1);
        }
        assertThat(blind.curve().rocAuc()).isEqualTo(0.5);
        assertThat(blind.curve().averagePrecision()).isEqualTo(0.25);
    }

    @Test
    void shouldBeUndefinedWithoutFrauds() {
        ScoreCells cells = new ScoreCells();
        cells.add(5, Outcome.GOOD, 1);
        assertThat(cells.curve().rocAuc()).isNaN();
        assertThat(cells.curve().averagePrecision()).isNaN();
    }

    @Test
    void shouldAgreeWithCountingAllPairs() throws Exception {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            List<Row> rows = rows(random, 2 + random.nextInt(300), round % 2 == 0);
            ScoreCells cells = new ScoreCells();
            Path file = directory.resolve("ranks");
            try (RankStore store = new RankStore(file, 16)) {
                for (Row row : rows) {
                    cells.add(row.rank, row.outcome, row.amount);
                    store.add(row.rank, row.outcome, row.amount);
                }
                check(cells.curve(), rows);
                CurveBuilder builder = new CurveBuilder(store.total());
                store.descending(builder);
                check(builder.build(), rows);
            }
            assertThat(Files.exists(file)).isFalse();
        }
    }

    @Test
    void shouldOrderRanksOfAnySign() throws Exception {
        double[] ranks = {-0.0, 3.5, Double.MIN_VALUE, -7, 1e300, -1e-300, 0.0, -1e300, 3.5};
        List<Double> seen = new ArrayList<>();
        List<Long> counts = new ArrayList<>();
        try (RankStore store = new RankStore(directory.resolve("ranks"), 2)) {
            for (double rank : ranks) {
                store.add(rank, Outcome.GOOD, 1);
            }
            store.descending(
                    (rank, cell) -> {
                        seen.add(rank);
                        counts.add(cell.goods());
                    });
        }
        assertThat(seen).containsExactly(1e300, 3.5, Double.MIN_VALUE, 0.0, -1e-300, -7.0, -1e300);
        assertThat(counts).containsExactly(1L, 2L, 1L, 2L, 1L, 1L, 1L);
    }

    @Test
    void shouldKeepFewPointsThatEndAtOne() {
        ScoreCells cells = new ScoreCells();
        Random random = new Random(5);
        for (int i = 0; i < 100_000; i++) {
            boolean fraud = random.nextInt(50) == 0;
            int score = Math.min(999, random.nextInt(600) + (fraud ? random.nextInt(400) : 0));
            cells.add(score, fraud ? Outcome.FRAUD : Outcome.GOOD, 1);
        }
        List<Curve.Point> points = cells.curve().points();
        assertThat(points).hasSizeBetween(50, 1000);
        assertThat(points.get(points.size() - 1).recall()).isEqualTo(1);
        assertThat(points.get(points.size() - 1).falsePositiveRate()).isEqualTo(1);
        assertThat(points).isSortedAccordingTo((a, b) -> Double.compare(b.rank(), a.rank()));
    }

    private static void check(Curve curve, List<Row> rows) {
        assertThat(curve.rocAuc()).isEqualTo(auc(rows, false), within(1e-12));
        assertThat(curve.averagePrecision()).isEqualTo(ap(rows, false), within(1e-12));
        assertThat(curve.rocAucByAmount()).isEqualTo(auc(rows, true), within(1e-12));
        assertThat(curve.averagePrecisionByAmount()).isEqualTo(ap(rows, true), within(1e-12));
    }

    private static List<Row> rows(Random random, int count, boolean unknowns) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            boolean fraud = i == 0 || (i > 1 && random.nextInt(5) == 0);
            boolean unknown = unknowns && i > 1 && random.nextInt(10) == 0;
            Outcome outcome = unknown ? Outcome.UNKNOWN : fraud ? Outcome.FRAUD : Outcome.GOOD;
            rows.add(new Row(random.nextInt(fraud ? 1000 : 40), outcome, 1 + random.nextInt(99)));
        }
        return rows;
    }

    private static double auc(List<Row> rows, boolean byAmount) {
        double wins = 0;
        double pairs = 0;
        for (Row f : rows) {
            for (Row g : rows) {
                if (f.outcome == Outcome.FRAUD && g.outcome == Outcome.GOOD) {
                    double weight = byAmount ? (double) f.amount * g.amount : 1;
                    pairs += weight;
                    wins += f.rank > g.rank ? weight : f.rank == g.rank ? weight / 2 : 0;
                }
            }
        }
        return wins / pairs;
    }

    /** The mean over frauds of the precision among all that rank at least as high. */
    private static double ap(List<Row> rows, boolean byAmount) {
        double sum = 0;
        double total = 0;
        for (Row f : rows) {
            if (f.outcome != Outcome.FRAUD) {
                continue;
            }
            double weight = byAmount ? f.amount : 1;
            total += weight;
            double caught = 0;
            double flagged = 0;
            for (Row row : rows) {
                if (row.rank >= f.rank && row.outcome != Outcome.UNKNOWN) {
                    double w = byAmount ? row.amount : 1;
                    flagged += w;
                    caught += row.outcome == Outcome.FRAUD ? w : 0;
                }
            }
            sum += weight * caught / flagged;
        }
        return sum / total;
    }
}
