package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.Rule;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;
import java.util.List;

/** How often each rule fired, and on what. One thread. */
public final class RuleTable {
    private static final int OUTCOMES = Outcome.values().length;

    private final List<Rule> rules;
    private final int amountScale;
    private final long[][] counts;
    private final AmountTotal[][] amounts;

    /**
     * A rule's figures.
     *
     * @param frauds frauds on which it fired
     * @param goods good transactions on which it fired
     * @param unknown transactions of unknown outcome on which it fired
     * @param fraudAmount money of the frauds, in major units
     * @param goodAmount money of the good ones, in major units
     */
    public record Hits(
            long frauds, long goods, long unknown, BigDecimal fraudAmount, BigDecimal goodAmount) {
        /** All transactions on which it fired. */
        public long fired() {
            return frauds + goods + unknown;
        }

        /** Frauds among those of known outcome; NaN where there are none. */
        public double precision() {
            return frauds / (double) (frauds + goods);
        }
    }

    public RuleTable(List<Rule> rules, int amountScale) {
        this.rules = List.copyOf(rules);
        this.amountScale = amountScale;
        counts = new long[rules.size()][OUTCOMES];
        amounts = new AmountTotal[rules.size()][OUTCOMES];
        for (AmountTotal[] row : amounts) {
            for (int i = 0; i < OUTCOMES; i++) {
                row[i] = new AmountTotal();
            }
        }
    }

    /** Counts what fired on a transaction. */
    public void add(BitVector fired, BitVector shadow, Outcome outcome, long amountMinor) {
        add(fired, outcome, amountMinor);
        add(shadow, outcome, amountMinor);
    }

    /** The rules, in the bundle's order. */
    public List<Rule> rules() {
        return rules;
    }

    /** Figures of the i-th rule. */
    public Hits hits(int rule) {
        long[] row = counts[rule];
        return new Hits(
                row[Outcome.FRAUD.code()],
                row[Outcome.GOOD.code()],
                row[Outcome.UNKNOWN.code()],
                amounts[rule][Outcome.FRAUD.code()].major(amountScale),
                amounts[rule][Outcome.GOOD.code()].major(amountScale));
    }

    private void add(BitVector bits, Outcome outcome, long amountMinor) {
        for (int i = bits.next(0); i >= 0 && i < counts.length; i = bits.next(i + 1)) {
            counts[i][outcome.code()]++;
            amounts[i][outcome.code()].add(amountMinor);
        }
    }

    void save(StateSink sink) {
        for (int i = 0; i < counts.length; i++) {
            StateValues.putLongs(sink, counts[i]);
            AmountTotal.save(amounts[i], sink);
        }
    }

    void load(StateSource source) {
        for (int i = 0; i < counts.length; i++) {
            StateValues.getLongs(source, counts[i]);
            AmountTotal.load(amounts[i], source);
        }
    }
}
