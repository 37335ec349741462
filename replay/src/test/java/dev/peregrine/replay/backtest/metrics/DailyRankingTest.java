package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.replay.backtest.metrics.DailyRanking.Figure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DailyRankingTest {
    private static final long DAY = 86_400_000_000_000L;

    private record Row(long day, long card, double rank, boolean fraud) {}

    /**
     * Day 0: card 1 ranks 9 (good) and 2 (fraud), card 2 ranks 8 (good), card 3 ranks 7 (fraud).
     * The two highest cards are 1, which counts as found by its other transaction, and 2. Day 1:
     * card 1 ranks 9 (fraud), card 2 ranks 5 (good), card 3 ranks 4 (fraud).
     */
    @Test
    void shouldMatchATableWorkedByHand() {
        DailyRanking ranking = new DailyRanking(2, 10);
        add(ranking, new Row(0, 1, 9, false));
        add(ranking, new Row(0, 1, 2, true));
        add(ranking, new Row(0, 2, 8, false));
        add(ranking, new Row(0, 3, 7, true));
        add(ranking, new Row(1, 1, 9, true));
        add(ranking, new Row(1, 2, 5, false));
        add(ranking, new Row(1, 3, 4, true));
        ranking.finish();
        assertThat(ranking.days()).hasSize(2);
        DailyRanking.Day first = ranking.days().get(0);
        assertThat(first.cards()).isEqualTo(3);
        assertThat(first.compromised()).isEqualTo(2);
        assertThat(first.precision()).containsExactly(0 / 2.0, 2 / 10.0);
        assertThat(first.cardPrecision()).containsExactly(1 / 2.0, 2 / 10.0);
        assertThat(first.cardPrecisionRemoved()).containsExactly(1 / 2.0, 2 / 10.0);
        DailyRanking.Day second = ranking.days().get(1);
        assertThat(second.precision()).containsExactly(1 / 2.0, 2 / 10.0);
        assertThat(second.cardPrecision()).containsExactly(1 / 2.0, 2 / 10.0);
        // Without card 1, which day 0 found: 2 and 3. With k = 10 both 1 and 3 were found before.
        assertThat(second.cardPrecisionRemoved()).containsExactly(1 / 2.0, 0 / 10.0);
        assertThat(ranking.mean(Figure.CARD_PRECISION_REMOVED, 0)).isEqualTo(0.5);
        assertThat(ranking.mean(Figure.PRECISION, 1)).isEqualTo(0.2);
    }

    @Test
    void shouldAgreeWithTheHandbooksOwnWay() {
        Random random = new Random(3);
        for (int round = 0; round < 20; round++) {
            List<Row> rows = rows(random);
            int k = 1 + random.nextInt(40);
            DailyRanking ranking = new DailyRanking(k);
            rows.forEach(row -> add(ranking, row));
            ranking.finish();
            assertThat(ranking.mean(Figure.CARD_PRECISION_REMOVED, 0))
                    .isEqualTo(handbook(rows, k, true), within(1e-12));
            assertThat(ranking.mean(Figure.CARD_PRECISION, 0))
                    .isEqualTo(handbook(rows, k, false), within(1e-12));
        }
    }

    @Test
    void shouldCountWhatComesAfterItsDayWasClosed() {
        DailyRanking ranking = new DailyRanking(1);
        add(ranking, new Row(5, 1, 1, true));
        add(ranking, new Row(4, 1, 1, true));
        add(ranking, new Row(6, 1, 1, true));
        assertThat(ranking.late()).isZero();
        add(ranking, new Row(4, 1, 1, true));
        ranking.finish();
        assertThat(ranking.late()).isEqualTo(1);
        assertThat(ranking.days()).extracting(DailyRanking.Day::day).containsExactly(4L, 5L, 6L);
    }

    @Test
    void shouldGiveAnIntervalAroundTheMeanThatTheSeedFixes() {
        DailyRanking ranking = new DailyRanking(60);
        rows(new Random(8)).forEach(row -> add(ranking, row));
        ranking.finish();
        Interval interval = ranking.interval(Figure.CARD_PRECISION, 0, 500, 7);
        double mean = ranking.mean(Figure.CARD_PRECISION, 0);
        assertThat(mean).isBetween(interval.low(), interval.high());
        assertThat(interval.low()).isLessThan(interval.high());
        assertThat(ranking.interval(Figure.CARD_PRECISION, 0, 500, 7)).isEqualTo(interval);
    }

    private static List<Row> rows(Random random) {
        List<Row> rows = new ArrayList<>();
        for (long day = 0; day < 8; day++) {
            for (int i = 0; i < 400; i++) {
                boolean fraud = random.nextInt(12) == 0;
                double rank = random.nextDouble() + (fraud ? random.nextDouble() : 0);
                rows.add(new Row(day, 1 + random.nextInt(150), rank, fraud));
            }
        }
        return rows;
    }

    /** {@code card_precision_top_k} of the Handbook, line by line; no two ranks are equal. */
    private static double handbook(List<Row> rows, int k, boolean remove) {
        Set<Long> detected = new HashSet<>();
        Map<Long, List<Row>> days = new TreeMap<>();
        rows.forEach(row -> days.computeIfAbsent(row.day, d -> new ArrayList<>()).add(row));
        double sum = 0;
        for (List<Row> day : days.values()) {
            Map<Long, Row> cards = new HashMap<>();
            for (Row row : day) {
                if (!detected.contains(row.card)) {
                    cards.merge(
                            row.card,
                            row,
                            (a, b) ->
                                    new Row(
                                            a.day,
                                            a.card,
                                            Math.max(a.rank, b.rank),
                                            a.fraud || b.fraud));
                }
            }
            List<Long> found =
                    cards.values().stream()
                            .sorted(Comparator.comparingDouble(Row::rank).reversed())
                            .limit(k)
                            .filter(Row::fraud)
                            .map(Row::card)
                            .toList();
            sum += found.size() / (double) k;
            if (remove) {
                detected.addAll(found);
            }
        }
        return sum / days.size();
    }

    private static void add(DailyRanking ranking, Row row) {
        ranking.add(row.day * DAY + 1000, row.rank, row.fraud, row.card, Hashes.mix(row.card) | 1);
    }
}
