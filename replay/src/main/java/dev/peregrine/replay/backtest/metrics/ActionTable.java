package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;

/**
 * Transactions and their money by the action that was decided and what became of them. One thread.
 */
public final class ActionTable {
    private static final int CODES = Action.DECLINE.value() + 1;
    private static final int OUTCOMES = Outcome.values().length;

    private final int amountScale;
    private final long[][] counts = new long[OUTCOMES][CODES];
    private final AmountTotal[][] amounts = new AmountTotal[OUTCOMES][CODES];

    /**
     * What flagging everything from an action on comes to. Ratios are NaN where they are 0 / 0;
     * transactions of unknown outcome are part of none of them.
     *
     * @param flagged transactions with this action or a harder one and a known outcome
     * @param fraudsCaught frauds among them
     * @param fraudsMissed frauds with a softer action
     * @param precision frauds caught / flagged
     * @param recall frauds caught / all frauds
     * @param falsePositiveRate good ones flagged / all good ones
     * @param alertRate all that is flagged, unknown outcomes included / all transactions
     * @param amountCaught money of the frauds caught, in major units
     * @param amountMissed money of the frauds missed, in major units
     * @param goodAmountFlagged money of the good ones flagged, in major units
     * @param goodAmountPassed money of the good ones with a softer action, in major units
     * @param unknownFlagged transactions of unknown outcome that are flagged
     * @param unknownPassed transactions of unknown outcome with a softer action
     * @param unknownAmountPassed their money, in major units
     */
    public record Level(
            long flagged,
            long fraudsCaught,
            long fraudsMissed,
            double precision,
            double recall,
            double falsePositiveRate,
            double alertRate,
            BigDecimal amountCaught,
            BigDecimal amountMissed,
            BigDecimal goodAmountFlagged,
            BigDecimal goodAmountPassed,
            long unknownFlagged,
            long unknownPassed,
            BigDecimal unknownAmountPassed) {

        /** Money caught in the money of all frauds. */
        public double amountRecall() {
            return ratio(amountCaught, amountMissed);
        }

        /** Money of frauds in all the money flagged. */
        public double amountPrecision() {
            return ratio(amountCaught, goodAmountFlagged);
        }

        /** Money of good ones flagged in the money of all good ones. */
        public double amountFalsePositiveRate() {
            return ratio(goodAmountFlagged, goodAmountPassed);
        }

        private static double ratio(BigDecimal part, BigDecimal rest) {
            return part.doubleValue() / part.add(rest).doubleValue();
        }
    }

    /**
     * @param amountScale decimals of the amounts
     */
    public ActionTable(int amountScale) {
        this.amountScale = amountScale;
        for (AmountTotal[] row : amounts) {
            for (int code = 0; code < CODES; code++) {
                row[code] = new AmountTotal();
            }
        }
    }

    /** Counts a transaction. */
    public void add(Action action, Outcome outcome, long amountMinor) {
        counts[outcome.code()][action.value()]++;
        amounts[outcome.code()][action.value()].add(amountMinor);
    }

    /** Transactions with that action. */
    public long count(Action action) {
        long sum = 0;
        for (long[] row : counts) {
            sum += row[action.value()];
        }
        return sum;
    }

    /** Transactions with that action and outcome. */
    public long count(Action action, Outcome outcome) {
        return counts[outcome.code()][action.value()];
    }

    /** Transactions of that outcome. */
    public long count(Outcome outcome) {
        return sum(counts[outcome.code()], 0);
    }

    /** All transactions. */
    public long count() {
        return count(Outcome.GOOD) + count(Outcome.FRAUD) + count(Outcome.UNKNOWN);
    }

    /** Money of that outcome, in major units. */
    public BigDecimal amount(Outcome outcome) {
        return sum(outcome, 0, CODES);
    }

    /** Money of that action and outcome, in major units. */
    public BigDecimal amount(Action action, Outcome outcome) {
        return sum(outcome, action.value(), action.value() + 1);
    }

    /** Frauds in all. */
    public long fraudCount() {
        return count(Outcome.FRAUD);
    }

    /** Money of all frauds, in major units. */
    public BigDecimal fraudAmount() {
        return amount(Outcome.FRAUD);
    }

    /** What flagging everything from an action on comes to. */
    public Level from(Action action) {
        int code = action.value();
        long caught = sum(counts[Outcome.FRAUD.code()], code);
        long falseAlarms = sum(counts[Outcome.GOOD.code()], code);
        long unknown = sum(counts[Outcome.UNKNOWN.code()], code);
        return new Level(
                caught + falseAlarms,
                caught,
                fraudCount() - caught,
                caught / (double) (caught + falseAlarms),
                caught / (double) fraudCount(),
                falseAlarms / (double) count(Outcome.GOOD),
                (caught + falseAlarms + unknown) / (double) count(),
                sum(Outcome.FRAUD, code, CODES),
                sum(Outcome.FRAUD, 0, code),
                sum(Outcome.GOOD, code, CODES),
                sum(Outcome.GOOD, 0, code),
                unknown,
                count(Outcome.UNKNOWN) - unknown,
                sum(Outcome.UNKNOWN, 0, code));
    }

    private static long sum(long[] row, int from) {
        long sum = 0;
        for (int code = from; code < CODES; code++) {
            sum += row[code];
        }
        return sum;
    }

    private BigDecimal sum(Outcome outcome, int from, int to) {
        AmountTotal total = new AmountTotal();
        for (int code = from; code < to; code++) {
            total.add(amounts[outcome.code()][code]);
        }
        return total.major(amountScale);
    }

    void save(StateSink sink) {
        for (int o = 0; o < OUTCOMES; o++) {
            StateValues.putLongs(sink, counts[o]);
            AmountTotal.save(amounts[o], sink);
        }
    }

    void load(StateSource source) {
        for (int o = 0; o < OUTCOMES; o++) {
            StateValues.getLongs(source, counts[o]);
            AmountTotal.load(amounts[o], source);
        }
    }
}
