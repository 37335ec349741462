package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.Rule;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.rules.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SweepTableTest {
    private static final List<Rule> RULES =
            List.of(
                    rule("points", null, 300),
                    rule("allow", Action.APPROVE, 0),
                    rule("decline", Action.DECLINE, 100),
                    rule("challenge", Action.CHALLENGE, 50),
                    rule("more-points", null, 350));

    private record Row(BitVector fired, int base, Outcome outcome, long amount) {}

    /** Each combination against deciding every payment again by the engine's own verdict. */
    @Test
    void shouldAgreeWithDecidingAgain() {
        List<Row> rows = rows();
        ScoreBands own = new ScoreBands(0, 300, 500, 700);
        SweepTable table = new SweepTable(RULES, own);
        Verdict verdict = new Verdict(RULES, own);
        for (Row row : rows) {
            verdict.weigh(row.fired, row.base);
            table.add(row.fired, verdict.action(), verdict.score(), row.outcome, row.amount);
        }
        SweepGrid grid = SweepGrid.parse(List.of("challenge=100:400:150", "decline=450:1000:110"));
        List<SweepTable.Row> swept = SweepTable.rows(grid, own(table));
        assertThat(swept).hasSize(3 * 5).allMatch(row -> row.review() == 500);
        for (SweepTable.Row row : swept) {
            ActionTable again = again(rows, row);
            ActionTable.Level declined = again.from(Action.DECLINE);
            ActionTable.Level flagged = again.from(Action.CHALLENGE);
            assertThat(row.declined().frauds()).isEqualTo(declined.fraudsCaught());
            assertThat(row.declined().goods())
                    .isEqualTo(declined.flagged() - declined.fraudsCaught());
            assertThat(row.flagged().frauds()).isEqualTo(flagged.fraudsCaught());
            assertThat(row.flagged().unknown()).isEqualTo(flagged.unknownFlagged());
            assertThat(row.flagged().fraudMoney()).isEqualTo(flagged.amountCaught().doubleValue());
            assertThat(row.total().frauds()).isEqualTo(again.fraudCount());
        }
    }

    @Test
    void shouldMarkWhatNoOtherBeats() {
        SweepTable table = new SweepTable(List.of(), new ScoreBands(0, 300, 500, 700));
        table.add(new BitVector(), Action.DECLINE, 900, Outcome.FRAUD, 100);
        table.add(new BitVector(), Action.DECLINE, 850, Outcome.GOOD, 100);
        table.add(new BitVector(), Action.DECLINE, 800, Outcome.FRAUD, 100);
        List<SweepTable.Row> rows =
                SweepTable.rows(SweepGrid.parse(List.of("decline=800:900:50")), own(table));
        assertThat(rows).extracting(SweepTable.Row::decline).containsExactly(900, 800, 850);
        assertThat(rows).extracting(SweepTable.Row::efficient).containsExactly(true, true, false);
    }

    @Test
    void shouldRefuseWhatIsNoGrid() {
        for (String text :
                List.of(
                        "decline",
                        "decline=900:800:10",
                        "decline=1:2:0",
                        "x=1:2:1",
                        "decline=0.5",
                        "review=-1",
                        "param.=1",
                        "param.a=2:1:1",
                        "param.a=1:2:0")) {
            assertThatThrownBy(() -> SweepGrid.parse(List.of(text)))
                    .hasMessageStartingWith("'" + text + "' is no range of thresholds");
        }
        assertThatThrownBy(() -> SweepGrid.parse(List.of("decline=0:1000:1", "review=0:1000:10")))
                .hasMessage("101101 combinations are more than 5000");
        assertThatThrownBy(() -> SweepGrid.parse(List.of("param.a=1:30:1", "param.b=1:30:1")))
                .hasMessage("900 combinations of parameters are more than 500");
        assertThatThrownBy(() -> SweepGrid.parse(List.of("param.a=1:400:1", "review=1:100:2")))
                .hasMessage("20000 combinations are more than 5000");
        assertThatThrownBy(() -> SweepGrid.parse(List.of("param.a=1", "param.a=2")))
                .hasMessage("parameter 'a' is given twice");
    }

    @Test
    void shouldCombineParameters() {
        SweepGrid grid = SweepGrid.parse(List.of("param.a=-1:0:0.5", "param.b=3", "decline=700"));

        assertThat(grid.axes()).extracting(SweepGrid.Axis::parameter).containsExactly("a", "b");
        assertThat(grid.variants()).hasToString("[[-1, 3], [-0.5, 3], [0.0, 3]]");
    }

    private static List<SweepTable.Variant> own(SweepTable table) {
        return List.of(new SweepTable.Variant(List.of(), table));
    }

    private static ActionTable again(List<Row> rows, SweepTable.Row at) {
        ActionTable table = new ActionTable(0);
        Verdict verdict =
                new Verdict(RULES, new ScoreBands(0, at.challenge(), at.review(), at.decline()));
        for (Row row : rows) {
            verdict.weigh(row.fired, row.base);
            table.add(verdict.action(), row.outcome, row.amount);
        }
        return table;
    }

    private static List<Row> rows() {
        Random random = new Random(2);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            BitVector fired = new BitVector();
            fired.reset(RULES.size());
            for (int rule = 0; rule < RULES.size(); rule++) {
                if (random.nextInt(4) == 0) {
                    fired.set(rule);
                }
            }
            int choice = random.nextInt(3);
            Outcome outcome =
                    choice == 0 ? Outcome.GOOD : choice == 1 ? Outcome.FRAUD : Outcome.UNKNOWN;
            rows.add(new Row(fired, random.nextInt(600), outcome, 1 + random.nextInt(100)));
        }
        return rows;
    }

    private static Rule rule(String id, Action action, int points) {
        return new Rule(id, "", null, action, points, false, id, "", false);
    }
}
