package dev.peregrine.latency.prequential;

import dev.peregrine.replay.backtest.RowObserver;
import dev.peregrine.replay.backtest.metrics.AreaSums;
import dev.peregrine.replay.backtest.metrics.DailyRanking;
import dev.peregrine.replay.backtest.metrics.KnownFrauds;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.replay.backtest.metrics.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Gathers the payments that a fold is tested on, with what each model says of them, and measures
 * the models. Customers who are known for fraud by the start of the day, of the fold's training
 * days or later, are left out. One thread; what was gathered is then read by any.
 */
final class TestRows implements RowObserver {
    private static final int CARDS = 100;
    private static final int INITIAL = 1 << 14;

    private final Fold fold;
    private final List<String> names;
    private final int[] places;
    private final KnownFrauds knownFrauds;
    private final double[][] margins;
    private final int[][] orders;
    private final List<Row> rows = new ArrayList<>(INITIAL);

    private record Row(long timeNs, boolean fraud, long cardHigh, long cardLow) {}

    /**
     * @param names of what is measured
     * @param places of the margins, in the vector of features and outputs
     */
    TestRows(Fold fold, List<String> names, int[] places) {
        this.fold = fold;
        this.names = List.copyOf(names);
        this.places = places.clone();
        knownFrauds = new KnownFrauds(fold.trainFromNs());
        margins = new double[places.length][INITIAL];
        orders = new int[places.length][];
    }

    @Override
    public void onRow(Observation seen, long knownAtNs, double[] features) {
        boolean known = knownFrauds.contains(seen.eventTimeNs, seen.cardHigh, seen.cardLow);
        boolean fraud = seen.outcome == Outcome.FRAUD;
        if (fraud) {
            knownFrauds.add(seen.eventTimeNs, knownAtNs, seen.cardHigh, seen.cardLow);
        }
        if (known || seen.outcome == Outcome.UNKNOWN || !fold.test().contains(seen.eventTimeNs)) {
            return;
        }
        int row = rows.size();
        for (int i = 0; i < places.length; i++) {
            if (row == margins[i].length) {
                margins[i] = Arrays.copyOf(margins[i], 2 * row);
            }
            margins[i][row] = features[places[i]];
        }
        rows.add(new Row(seen.eventTimeNs, fraud, seen.cardHigh, seen.cardLow));
    }

    Fold fold() {
        return fold;
    }

    List<String> names() {
        return names;
    }

    int size() {
        return rows.size();
    }

    /** A number that tells the payment's card from others. */
    long card(int row) {
        return rows.get(row).cardHigh ^ Long.rotateLeft(rows.get(row).cardLow, 1);
    }

    /** What a model comes to. */
    Figures figures(String name) {
        int[] once = new int[rows.size()];
        Arrays.fill(once, 1);
        AreaSums areas = areas(name, once);
        double cards = Arrays.stream(cardPrecisions(name)).average().orElse(Double.NaN);
        return new Figures(areas.rocAuc(), areas.averagePrecision(), cards);
    }

    /** Card precision@100 of each day, cards that were found passed over. */
    double[] cardPrecisions(String name) {
        double[] margin = margins[names.indexOf(name)];
        DailyRanking daily = new DailyRanking(CARDS);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            daily.add(row.timeNs, margin[i], row.fraud, row.cardHigh, row.cardLow);
        }
        daily.finish();
        return daily.days().stream().mapToDouble(day -> day.cardPrecisionRemoved()[0]).toArray();
    }

    /**
     * Areas under the curves of a model.
     *
     * @param times how often each payment counts
     */
    AreaSums areas(String name, int[] times) {
        int place = names.indexOf(name);
        double[] margin = margins[place];
        if (orders[place] == null) {
            orders[place] = descending(margin, rows.size());
        }
        int[] order = orders[place];
        AreaSums sums = new AreaSums();
        int next = 0;
        while (next < order.length) {
            double tied = margin[order[next]];
            long frauds = 0;
            long goods = 0;
            for (; next < order.length && margin[order[next]] == tied; next++) {
                if (rows.get(order[next]).fraud) {
                    frauds += times[order[next]];
                } else {
                    goods += times[order[next]];
                }
            }
            sums.add((double) frauds, (double) goods);
        }
        return sums;
    }

    private static int[] descending(double[] values, int size) {
        return IntStream.range(0, size)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b] + 0.0, values[a] + 0.0))
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
