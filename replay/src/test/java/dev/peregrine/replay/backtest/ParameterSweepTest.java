package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.replay.backtest.metrics.ActionTable;
import dev.peregrine.replay.backtest.metrics.Cell;
import dev.peregrine.replay.backtest.metrics.SweepGrid;
import dev.peregrine.replay.backtest.metrics.SweepTable;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each combination of a sweep against a backtest of a bundle that has those values. */
@Timeout(120)
class ParameterSweepTest {
    private static final int ROWS = 4000;

    @TempDir private Path directory;
    private Path lists;

    @BeforeEach
    void writeFiles() throws IOException {
        lists = Files.createDirectories(directory.resolve("lists"));
        Files.writeString(lists.resolve("blocked.csv"), "value\nc3\n");
        PaymentsFixture.writeRows(input(), ROWS);
    }

    @Test
    void shouldAgreeWithABacktestOfEachCombination() throws Exception {
        SweepGrid grid =
                SweepGrid.parse(
                        List.of(
                                "param.factor=1.5:2.5:0.5",
                                "param.many=2:4:1",
                                "decline=600:800:100"));
        BacktestResult swept =
                run(
                        "swept",
                        PaymentsFixture.policy(directory.resolve("policy"), "3", "2.0", 700),
                        grid);

        List<SweepTable.Row> rows = SweepTable.rows(grid, swept.first().swept());
        assertThat(rows).hasSize(3 * 3 * 3);
        assertThat(rows.stream().map(row -> row.declined().frauds()).distinct().count())
                .as("the grid makes a difference")
                .isGreaterThan(5);
        for (SweepTable.Row row : rows) {
            BigDecimal factor = row.parameters().get(0);
            BigDecimal many = row.parameters().get(1);
            String name = many + "-" + factor + "-" + row.decline();
            PolicyBundle bundle =
                    PaymentsFixture.policy(
                            directory.resolve("policy-" + name),
                            many.toString(),
                            factor.toString(),
                            row.decline());
            ActionTable alone = run(name, bundle, null).first().metrics().actions();
            assertCell(row.declined(), alone, Action.DECLINE);
            assertCell(row.flagged(), alone, Action.CHALLENGE);
        }
    }

    @Test
    void shouldRefuseWhatThePolicyDoesNotHave() throws Exception {
        PolicyBundle bundle = PaymentsFixture.policy(directory.resolve("policy"), "3", "2.0", 700);

        assertThatThrownBy(() -> run("a", bundle, SweepGrid.parse(List.of("param.mani=2"))))
                .isInstanceOf(BacktestException.class)
                .hasMessage("--sweep: policy swept has no parameter 'mani'; did you mean 'many'?");
        assertThatThrownBy(() -> run("b", bundle, SweepGrid.parse(List.of("param.many=8:10:1"))))
                .isInstanceOf(BacktestException.class)
                .hasMessage("--sweep: 10 is out of the range of parameter 'many', 1 .. 9");
        assertThatThrownBy(() -> run("c", bundle, SweepGrid.parse(List.of("param.many=2:3:0.5"))))
                .isInstanceOf(BacktestException.class)
                .hasMessage("--sweep: parameter 'many' is a whole number, 2.5 is none");
    }

    private static void assertCell(Cell cell, ActionTable alone, Action from) {
        ActionTable.Level level = alone.from(from);
        assertThat(cell.frauds()).isEqualTo(level.fraudsCaught());
        assertThat(cell.goods()).isEqualTo(level.flagged() - level.fraudsCaught());
        assertThat(new BigDecimal(cell.fraudMoney()).movePointLeft(2))
                .isEqualByComparingTo(level.amountCaught());
        assertThat(new BigDecimal(cell.goodMoney()).movePointLeft(2))
                .isEqualByComparingTo(level.goodAmountFlagged());
    }

    private BacktestResult run(String name, PolicyBundle bundle, SweepGrid grid) throws Exception {
        try (BacktestEngine engine =
                new BacktestEngine(bundle, ChronicleFeatureStoreFactory.inMemory(), 1 << 14)) {
            BacktestResult result =
                    Backtest.run(
                            new BacktestContext()
                                    .input(input())
                                    .outputDirectory(directory.resolve("out-" + name))
                                    .candidate(bundle, engine)
                                    .lists(lists)
                                    .replicates(0)
                                    .sweep(grid));
            assertThat(result.error()).isNull();
            return result;
        }
    }

    private Path input() {
        return directory.resolve("payments.csv");
    }
}
