package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What other thresholds would have done with a set of rules, from one pass: exact, as thresholds
 * decide only where no rule that fired has an action of its own. One thread.
 */
public final class SweepTable {
    private static final int CODES = Action.DECLINE.value() + 1;

    private final boolean[] decides;
    private final ScoreBands bands;
    private final ScoreCells byScore = new ScoreCells();
    private final Cell[] byRule = new Cell[CODES];

    /**
     * A combination of parameters of rules, and what they decided.
     *
     * @param parameters values in the order of the grid's axes; empty for the policy's own
     * @param table filled by what they decided
     */
    public record Variant(List<BigDecimal> parameters, SweepTable table) {
        public Variant {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * A combination of thresholds and parameters. Money is in minor units; ratios are NaN where
     * they are 0 / 0.
     *
     * @param parameters values in the order of the grid's axes
     * @param challenge from this score on the payer is challenged
     * @param review from this score on a person looks
     * @param decline from this score on it is declined
     * @param flagged what is challenged, reviewed or declined
     * @param declined what is declined
     * @param total everything
     * @param efficient no other combination is better in one regard and worse in none; regards are
     *     fraud money caught and good payments hurt, by what is declined and by what is flagged
     */
    public record Row(
            List<BigDecimal> parameters,
            int challenge,
            int review,
            int decline,
            Cell flagged,
            Cell declined,
            Cell total,
            boolean efficient) {
        public Row {
            parameters = List.copyOf(parameters);
        }
    }

    public SweepTable(List<Rule> rules, ScoreBands bands) {
        this.bands = bands;
        decides = new boolean[rules.size()];
        for (int i = 0; i < decides.length; i++) {
            decides[i] = rules.get(i).action() != null;
        }
        for (int code = 0; code < CODES; code++) {
            byRule[code] = new Cell();
        }
    }

    /** Adds a decision. */
    public void add(BitVector fired, Action action, int score, Outcome outcome, long amountMinor) {
        for (int i = fired.next(0); i >= 0; i = fired.next(i + 1)) {
            if (i < decides.length && decides[i]) {
                byRule[action.value()].add(outcome, amountMinor);
                return;
            }
        }
        byScore.add(score, outcome, amountMinor);
    }

    /** Puts what was counted into a checkpoint. */
    public void save(StateSink sink) {
        byScore.save(sink);
        for (Cell cell : byRule) {
            cell.save(sink);
        }
    }

    /** Takes what {@link #save} put, in place of what was counted. */
    public void load(StateSource source) {
        byScore.load(source);
        for (Cell cell : byRule) {
            cell.load(source);
        }
    }

    /** Every combination of the grid, those that hurt fewest first. */
    public static List<Row> rows(SweepGrid grid, List<Variant> variants) {
        List<Row> rows = new ArrayList<>();
        variants.forEach(variant -> variant.table.addRows(grid, variant.parameters, rows));
        return efficient(rows);
    }

    private void addRows(SweepGrid grid, List<BigDecimal> parameters, List<Row> rows) {
        Cell[] from = new Cell[ScoreCells.SCORES + 2];
        for (int score = 0; score < from.length; score++) {
            from[score] = byScore.from(score);
        }
        for (int challenge : or(grid.challenge(), bands.challenge())) {
            for (int review : or(grid.review(), bands.review())) {
                for (int decline : or(grid.decline(), bands.decline())) {
                    if (challenge <= review && review <= decline) {
                        rows.add(row(from, parameters, challenge, review, decline));
                    }
                }
            }
        }
    }

    private Row row(
            Cell[] from, List<BigDecimal> parameters, int challenge, int review, int decline) {
        Cell flagged = sum(from[challenge], Action.CHALLENGE);
        Cell declined = sum(from[decline], Action.DECLINE);
        Cell total = sum(from[0], Action.APPROVE);
        return new Row(parameters, challenge, review, decline, flagged, declined, total, false);
    }

    /** With what rules decided so or harder. */
    private Cell sum(Cell scored, Action action) {
        Cell sum = new Cell();
        sum.add(scored);
        for (int code = action.value(); code < CODES; code++) {
            sum.add(byRule[code]);
        }
        return sum;
    }

    /** Marks the frontier of fraud money caught against good payments hurt. */
    private static List<Row> efficient(List<Row> rows) {
        rows.sort(
                Comparator.comparingLong((Row row) -> row.declined.goods())
                        .thenComparingDouble(row -> -row.declined.fraudMoney())
                        .thenComparingLong(row -> row.flagged.goods())
                        .thenComparingDouble(row -> -row.flagged.fraudMoney()));
        List<Row> marked = new ArrayList<>();
        for (Row row : rows) {
            boolean efficient = rows.stream().noneMatch(other -> dominates(other, row));
            marked.add(
                    new Row(
                            row.parameters,
                            row.challenge,
                            row.review,
                            row.decline,
                            row.flagged,
                            row.declined,
                            row.total,
                            efficient));
        }
        return marked;
    }

    /** Better in one regard, and worse in none. */
    private static boolean dominates(Row a, Row b) {
        boolean noWorse =
                a.declined.goods() <= b.declined.goods()
                        && a.declined.fraudMoney() >= b.declined.fraudMoney()
                        && a.flagged.goods() <= b.flagged.goods()
                        && a.flagged.fraudMoney() >= b.flagged.fraudMoney();
        boolean better =
                a.declined.goods() < b.declined.goods()
                        || a.declined.fraudMoney() > b.declined.fraudMoney()
                        || a.flagged.goods() < b.flagged.goods()
                        || a.flagged.fraudMoney() > b.flagged.fraudMoney();
        return noWorse && better;
    }

    private static List<Integer> or(List<Integer> values, int own) {
        return values.isEmpty() ? List.of(own) : values;
    }
}
