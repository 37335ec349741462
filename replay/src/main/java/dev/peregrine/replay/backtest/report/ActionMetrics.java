package dev.peregrine.replay.backtest.report;

import dev.peregrine.protocol.codec.Action;
import java.math.BigDecimal;

/** Frauds and good transactions by the action that was decided. One thread. */
public final class ActionMetrics {
    private static final int CODES = Action.DECLINE.value() + 1;

    private final int amountScale;
    private final long[] frauds = new long[CODES];
    private final long[] goods = new long[CODES];
    private final AmountTotal[] fraudAmounts = new AmountTotal[CODES];
    private final AmountTotal[] goodAmounts = new AmountTotal[CODES];

    /**
     * What flagging everything from an action on comes to. Ratios are NaN where they are 0 / 0.
     *
     * @param flagged transactions with this action or a harder one
     * @param fraudsCaught frauds among them
     * @param fraudsMissed frauds with a softer action
     * @param precision frauds caught / flagged
     * @param recall frauds caught / all frauds
     * @param falsePositiveRate good ones flagged / all good ones
     * @param amountCaught money of the frauds caught, in major units
     * @param amountMissed money of the frauds missed, in major units
     * @param goodAmountFlagged money of the good ones flagged, in major units
     */
    public record Level(
            long flagged,
            long fraudsCaught,
            long fraudsMissed,
            double precision,
            double recall,
            double falsePositiveRate,
            BigDecimal amountCaught,
            BigDecimal amountMissed,
            BigDecimal goodAmountFlagged) {}

    /**
     * @param amountScale decimals of the amounts
     */
    public ActionMetrics(int amountScale) {
        this.amountScale = amountScale;
        for (int code = 0; code < CODES; code++) {
            fraudAmounts[code] = new AmountTotal();
            goodAmounts[code] = new AmountTotal();
        }
    }

    /** Counts a transaction. */
    public void add(Action action, boolean fraud, long amountMinor) {
        int code = action.value();
        (fraud ? frauds : goods)[code]++;
        (fraud ? fraudAmounts : goodAmounts)[code].add(amountMinor);
    }

    /** Transactions with that action. */
    public long count(Action action) {
        return frauds[action.value()] + goods[action.value()];
    }

    /** Frauds in all. */
    public long fraudCount() {
        return sum(frauds, 0);
    }

    /** Money of all frauds, in major units. */
    public BigDecimal fraudAmount() {
        return sum(fraudAmounts, 0, CODES);
    }

    /** What flagging everything from an action on comes to. */
    public Level from(Action action) {
        int code = action.value();
        long caught = sum(frauds, code);
        long falseAlarms = sum(goods, code);
        return new Level(
                caught + falseAlarms,
                caught,
                fraudCount() - caught,
                caught / (double) (caught + falseAlarms),
                caught / (double) fraudCount(),
                falseAlarms / (double) sum(goods, 0),
                sum(fraudAmounts, code, CODES),
                sum(fraudAmounts, 0, code),
                sum(goodAmounts, code, CODES));
    }

    private static long sum(long[] counts, int from) {
        long sum = 0;
        for (int code = from; code < CODES; code++) {
            sum += counts[code];
        }
        return sum;
    }

    private BigDecimal sum(AmountTotal[] amounts, int from, int to) {
        AmountTotal total = new AmountTotal();
        for (int code = from; code < to; code++) {
            total.add(amounts[code]);
        }
        return total.major(amountScale);
    }
}
