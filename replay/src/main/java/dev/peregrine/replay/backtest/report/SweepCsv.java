package dev.peregrine.replay.backtest.report;

import dev.peregrine.replay.backtest.BacktestContext;
import dev.peregrine.replay.backtest.BacktestResult;
import dev.peregrine.replay.backtest.PolicyResult;
import dev.peregrine.replay.backtest.metrics.Cell;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import dev.peregrine.replay.backtest.metrics.SweepTable;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * {@code sweep.csv}: a row for each policy and combination of thresholds and parameters, with what
 * would have been flagged (challenged or harder) and declined, and whether the combination is
 * efficient.
 */
public final class SweepCsv {
    /** Name of the file. */
    public static final String NAME = "sweep.csv";

    private SweepCsv() {}

    /** Writes the file. */
    public static void write(BacktestContext context, BacktestResult result) throws IOException {
        SweepGrid grid = context.sweep().orElseThrow();
        int scale = context.mapping().amountScale();
        try (OutputFile out = new OutputFile(context.outputDirectory().resolve(NAME))) {
            out.ascii("policy,version");
            for (SweepGrid.Axis axis : grid.axes()) {
                out.ascii(",param.").ascii(axis.parameter());
            }
            out.ascii(",challenge,review,decline,efficient");
            for (String what : new String[] {"flagged", "declined"}) {
                out.ascii(",frauds_" + what + ",goods_" + what + ",unknown_" + what);
                out.ascii(",fraud_amount_" + what + ",good_amount_" + what);
            }
            out.ascii(",frauds,goods,unknown\n");
            for (PolicyResult policy : result.policies()) {
                for (SweepTable.Row row : SweepTable.rows(grid, policy.swept())) {
                    out.value(policy.bundle().name()).put(',').number(policy.bundle().version());
                    for (BigDecimal value : row.parameters()) {
                        out.put(',').ascii(value.toPlainString());
                    }
                    out.put(',').number(row.challenge()).put(',').number(row.review());
                    out.put(',').number(row.decline()).put(',').put(row.efficient() ? '1' : '0');
                    cell(out, row.flagged(), scale);
                    cell(out, row.declined(), scale);
                    counts(out, row.total()).put('\n');
                }
            }
        }
    }

    private static void cell(OutputFile out, Cell cell, int scale) throws IOException {
        counts(out, cell);
        out.put(',').ascii(money(cell.fraudMoney(), scale));
        out.put(',').ascii(money(cell.goodMoney(), scale));
    }

    private static OutputFile counts(OutputFile out, Cell cell) throws IOException {
        out.put(',').number(cell.frauds()).put(',').number(cell.goods());
        return out.put(',').number(cell.unknown());
    }

    private static String money(double minor, int scale) {
        return new BigDecimal(minor).movePointLeft(scale).toPlainString();
    }
}
