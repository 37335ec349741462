package dev.peregrine.latency.prequential;

import dev.peregrine.replay.backtest.metrics.AreaSums;
import dev.peregrine.replay.backtest.metrics.Interval;
import dev.peregrine.replay.backtest.metrics.PoissonSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * How much two models differ that saw the same payments, and how much of it may be chance: cards
 * are drawn again and again, with replacement and all their payments, the same for both models; of
 * the precision of cards, days are. The differences are between means over the folds. One thread.
 */
final class PairedBootstrap {
    private static final long CARD_SEED = 0x9E3779B97F4A7C15L;

    private final List<TestRows> folds;
    private final int replicates;
    private final long seed;
    private final Map<String, double[]> rocAucs = new HashMap<>();
    private final Map<String, double[]> averagePrecisions = new HashMap<>();

    /**
     * A difference.
     *
     * @param value as measured
     * @param interval 95 % of the replicates lie in it
     */
    record Difference(double value, Interval interval) {}

    PairedBootstrap(List<TestRows> folds, int replicates, long seed) {
        this.folds = List.copyOf(folds);
        this.replicates = replicates;
        this.seed = seed;
        for (TestRows fold : folds) {
            for (int replicate = 0; replicate < replicates; replicate++) {
                add(fold, replicate);
            }
        }
    }

    private void add(TestRows fold, int replicate) {
        int[] times = new int[fold.size()];
        Map<Long, Integer> byCard = new HashMap<>();
        long start = CARD_SEED * (replicate + 1 + replicates * seed);
        for (int row = 0; row < times.length; row++) {
            times[row] =
                    byCard.computeIfAbsent(
                            fold.card(row), card -> new PoissonSource(card ^ start).one());
        }
        for (String name : fold.names()) {
            AreaSums areas = fold.areas(name, times);
            series(rocAucs, name)[replicate] += areas.rocAuc() / folds.size();
            series(averagePrecisions, name)[replicate] += areas.averagePrecision() / folds.size();
        }
    }

    private double[] series(Map<String, double[]> all, String name) {
        return all.computeIfAbsent(name, key -> new double[replicates]);
    }

    /** How much greater the mean ROC AUC of one model is than that of another. */
    Difference rocAuc(String one, String other) {
        return areas(rocAucs, one, other, mean(one).rocAuc() - mean(other).rocAuc());
    }

    /** How much greater the mean average precision of one model is than that of another. */
    Difference averagePrecision(String one, String other) {
        double value = mean(one).averagePrecision() - mean(other).averagePrecision();
        return areas(averagePrecisions, one, other, value);
    }

    /** How much greater the mean card precision of one model is than that of another. */
    Difference cardPrecision(String one, String other) {
        Random random = new Random(seed);
        double[] drawn = new double[replicates];
        for (TestRows fold : folds) {
            double[] first = fold.cardPrecisions(one);
            double[] second = fold.cardPrecisions(other);
            for (int replicate = 0; replicate < replicates; replicate++) {
                double sum = 0;
                for (int i = 0; i < first.length; i++) {
                    int day = random.nextInt(first.length);
                    sum += first[day] - second[day];
                }
                drawn[replicate] += sum / first.length / folds.size();
            }
        }
        double value = mean(one).cardPrecision() - mean(other).cardPrecision();
        return new Difference(value, Interval.of(drawn));
    }

    private Figures mean(String name) {
        return Figures.mean(folds.stream().map(fold -> fold.figures(name)).toList());
    }

    private Difference areas(Map<String, double[]> all, String one, String other, double value) {
        double[] first = all.get(one);
        double[] second = all.get(other);
        double[] differences = new double[replicates];
        for (int replicate = 0; replicate < replicates; replicate++) {
            differences[replicate] = first[replicate] - second[replicate];
        }
        return new Difference(value, Interval.of(differences));
    }
}
