package dev.peregrine.replay.backtest.metrics;

import dev.peregrine.policy.ScoreBands;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;

/**
 * A ranking by score. Exact: scores are whole numbers of 0 .. 999, so a cell for each holds
 * everything. One thread.
 */
public final class ScoreCells implements Ranking {
    /** Number of different scores. */
    public static final int SCORES = ScoreBands.MAX_SCORE + 1;

    private final Cell[] cells = new Cell[SCORES];
    private final Cell total = new Cell();

    @Override
    public void add(double rank, Outcome outcome, long amountMinor) {
        int score = (int) rank;
        if (cells[score] == null) {
            cells[score] = new Cell();
        }
        cells[score].add(outcome, amountMinor);
        total.add(outcome, amountMinor);
    }

    @Override
    public void descending(CellVisitor visitor) {
        for (int score = SCORES - 1; score >= 0; score--) {
            if (cells[score] != null) {
                visitor.onCell(score, cells[score]);
            }
        }
    }

    @Override
    public Cell total() {
        return total;
    }

    /** Everything that scores as high or higher. */
    public Cell from(int score) {
        Cell sum = new Cell();
        for (int i = Math.max(score, 0); i < SCORES; i++) {
            if (cells[i] != null) {
                sum.add(cells[i]);
            }
        }
        return sum;
    }

    /** Everything that scores within a range, {@code to} left out. */
    public Cell between(int from, int to) {
        Cell sum = new Cell();
        for (int i = from; i < Math.min(to, SCORES); i++) {
            if (cells[i] != null) {
                sum.add(cells[i]);
            }
        }
        return sum;
    }

    /** Both curves over these cells. */
    public Curve curve() {
        CurveBuilder builder = new CurveBuilder(total);
        descending(builder);
        return builder.build();
    }

    void save(StateSink sink) {
        total.save(sink);
        for (Cell cell : cells) {
            StateValues.putFlag(sink, cell != null);
            if (cell != null) {
                cell.save(sink);
            }
        }
    }

    void load(StateSource source) {
        total.load(source);
        for (int score = 0; score < SCORES; score++) {
            if (StateValues.getFlag(source)) {
                cells[score] = new Cell();
                cells[score].load(source);
            }
        }
    }
}
