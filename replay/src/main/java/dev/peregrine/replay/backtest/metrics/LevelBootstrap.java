package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Confidence intervals of what flagging from an action on comes to. Counts are drawn again at the
 * end; the money of frauds is drawn payment by payment as it goes, as a few high ones may carry the
 * sum. One thread.
 */
final class LevelBootstrap {
    private static final Action[] LEVELS = {Action.CHALLENGE, Action.REVIEW, Action.DECLINE};
    private static final int CODES = Action.DECLINE.value() + 1;

    private final PoissonSource moneyDraws;
    private final PoissonSource countDraws;
    private final double[][] fraudMoney;

    LevelBootstrap(int replicates, long seed) {
        moneyDraws = new PoissonSource(seed);
        countDraws = new PoissonSource(Hashes.mix(seed));
        fraudMoney = new double[replicates][CODES];
    }

    void add(Action action, Outcome outcome, long amountMinor) {
        if (outcome == Outcome.FRAUD) {
            for (double[] replicate : fraudMoney) {
                replicate[action.value()] += (double) amountMinor * moneyDraws.one();
            }
        }
    }

    /** Intervals by the names of their metrics. */
    Map<String, Interval> intervals(ActionTable actions) {
        int replicates = fraudMoney.length;
        double[][] recall = new double[CODES][replicates];
        double[][] precision = new double[CODES][replicates];
        double[][] falsePositiveRate = new double[CODES][replicates];
        double[][] amountRecall = new double[CODES][replicates];
        for (int r = 0; r < replicates; r++) {
            double[] frauds = draw(actions, Outcome.FRAUD);
            double[] goods = draw(actions, Outcome.GOOD);
            for (Action level : LEVELS) {
                int code = level.value();
                double caught = sum(frauds, code);
                double flaggedGood = sum(goods, code);
                recall[code][r] = caught / sum(frauds, 0);
                precision[code][r] = caught / (caught + flaggedGood);
                falsePositiveRate[code][r] = flaggedGood / sum(goods, 0);
                amountRecall[code][r] = sum(fraudMoney[r], code) / sum(fraudMoney[r], 0);
            }
        }
        Map<String, Interval> intervals = new LinkedHashMap<>();
        for (Action level : LEVELS) {
            int code = level.value();
            String suffix = MetricSheet.suffix(level);
            intervals.put("recall" + suffix, Interval.of(recall[code]));
            intervals.put("precision" + suffix, Interval.of(precision[code]));
            intervals.put("false_positive_rate" + suffix, Interval.of(falsePositiveRate[code]));
            intervals.put("amount_recall" + suffix, Interval.of(amountRecall[code]));
        }
        return intervals;
    }

    void save(StateSink sink) {
        moneyDraws.save(sink);
        countDraws.save(sink);
        for (double[] replicate : fraudMoney) {
            StateValues.putDoubles(sink, replicate);
        }
    }

    void load(StateSource source) {
        moneyDraws.load(source);
        countDraws.load(source);
        for (double[] replicate : fraudMoney) {
            StateValues.getDoubles(source, replicate);
        }
    }

    private double[] draw(ActionTable actions, Outcome outcome) {
        double[] drawn = new double[CODES];
        for (int code = Action.APPROVE.value(); code < CODES; code++) {
            long count = actions.count(Action.get((short) code), outcome);
            drawn[code] = count == 0 ? 0 : countDraws.of(count);
        }
        return drawn;
    }

    private static double sum(double[] values, int from) {
        double sum = 0;
        for (int i = from; i < values.length; i++) {
            sum += values[i];
        }
        return sum;
    }
}
