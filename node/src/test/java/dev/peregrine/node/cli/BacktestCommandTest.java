package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@Timeout(120)
class BacktestCommandTest {
    private static final Path POLICY =
            Path.of(System.getProperty("peregrine.root"), "policies", "fraud-handbook");
    private static final String HEADER =
            "TRANSACTION_ID,TX_DATETIME,CUSTOMER_ID,TERMINAL_ID,TX_AMOUNT,TX_FRAUD\n";

    @TempDir private Path directory;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void writeInput() throws IOException {
        Files.writeString(
                input(),
                HEADER
                        + """
                        1,2018-04-01 00:00:10,7,9,20.00,0
                        2,2018-04-01 00:00:20,7,9,40.01,0
                        3,2018-04-01 00:00:30,7,9,1000.00,1
                        """);
    }

    @Test
    void shouldDecideByThePolicy() throws Exception {
        assertThat(run("--emit", "features")).isEqualTo(0);
        assertThat(out.toString()).contains("3 transactions decided by fraud-handbook version");
        assertThat(err.toString()).isEmpty();
        assertThat(Files.readAllLines(outputs().resolve("decisions.csv")))
                .hasSize(4)
                .element(3)
                .asString()
                .startsWith("3,2018-04-01T00:00:30Z,DECLINE,")
                .contains("AMOUNT_HIGH")
                .endsWith(",1");
        assertThat(Files.readAllLines(outputs().resolve("features.csv")))
                .element(2)
                .asString()
                .startsWith("2,40.01,1,1,2,30.005,2,30.005,2,30.005,0,0.0,")
                .endsWith(",0");
        assertThat(outputs().resolve("summary.json")).exists();
    }

    @Test
    void shouldEndWithThePlaceOfABadRow() throws Exception {
        Files.writeString(input(), HEADER + "1,yesterday,7,9,20.00,0\n");
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "peregrine: "
                                + input()
                                + ":2:3: column 'TX_DATETIME' is 'yesterday', expected a time like"
                                + " yyyy-MM-dd HH:mm:ss\n");
        assertThat(outputs().resolve("summary.json")).content().contains("\"complete\" : false");
    }

    @Test
    void shouldSkipABadRowWhenAskedTo() throws Exception {
        Files.writeString(
                input(), HEADER + "1,yesterday,7,9,20.00,0\n2,2018-04-01 00:00:20,7,9,1,0\n");
        assertThat(run("--on-error", "skip")).isEqualTo(0);
        assertThat(out.toString()).contains("1 transactions decided").contains("1 rows skipped");
    }

    @Test
    void shouldDecideARowDaysAfterTheOneBefore() throws Exception {
        Files.writeString(
                input(),
                HEADER
                        + """
                        1,2018-04-01 00:00:10,7,9,20.00,0
                        2,2018-04-04 00:00:11,7,9,40.01,0
                        3,2018-04-30 23:59:59,7,9,10.00,0
                        """);
        assertThat(run()).as(err.toString()).isZero();
        assertThat(Files.readAllLines(outputs().resolve("decisions.csv"))).hasSize(4);
        assertThat(outputs().resolve("summary.json")).content().contains("\"rows_skipped\" : 0");
    }

    @Test
    void shouldSayWhereARatioIsUndefined() throws Exception {
        Files.writeString(input(), HEADER + "1,2018-04-01 00:00:10,7,9,20.00,0\n");
        assertThat(run()).isZero();
        assertThat(out.toString())
                .contains("ROC AUC n/a  average precision n/a")
                .containsPattern("decline +n/a +n/a +0.000%")
                .doesNotContain("NaN");
    }

    @Test
    void shouldNameTheLimitOfEventIdsAndItsOption() throws Exception {
        assertThat(run("--identity-capacity", "3")).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "peregrine: "
                                + input()
                                + ":4:1: no room for event '3': the memory of event ids is full (3"
                                + " rows and labels within 24 hours of the file's time); raise it"
                                + " with --identity-capacity\n");
        assertThat(run("--identity-capacity", "4")).isZero();
        assertThat(run("--identity-capacity", "0")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--identity-capacity is 0, must be 1 .. 268435456");
    }

    @Test
    void shouldNotLoseALabelForWantOfRoomInSilence() throws Exception {
        Files.writeString(
                input(),
                HEADER
                        + """
                        1,2018-04-01 00:00:10,7,9,20.00,1
                        2,2018-04-07 23:00:00,7,9,40.01,0
                        3,2018-04-07 23:00:01,7,9,10.00,0
                        4,2018-04-08 01:00:00,7,9,10.00,0
                        """);
        assertThat(run("--identity-capacity", "2")).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString())
                .contains(":5:1: no room for event '4': the memory of event ids is full (2 rows");
    }

    @Test
    void shouldNameAnEntityTypeThatIsFull() throws Exception {
        Path policy = directory.resolve("policy");
        copyWithout(POLICY, policy, "nothing");
        Path features = policy.resolve("features.yaml");
        Files.writeString(
                features, Files.readString(features).replaceAll("capacity: \\d+", "capacity: 1"));
        Files.writeString(
                input(),
                HEADER + "1,2018-04-01 00:00:10,7,9,20.00,0\n2,2018-04-01 00:00:20,8,9,20.00,0\n");
        assertThat(
                        execute(
                                "--input", input().toString(),
                                "--policy", policy.toString(),
                                "--out", outputs().toString()))
                .isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString())
                .contains(input() + ":3:1: no room for event '2': entity type '")
                .contains("is full (capacity 1); raise its capacity in features.yaml");
    }

    @Test
    void shouldLoadListsBeforeTheFirstRow() throws Exception {
        Path policy = directory.resolve("policy");
        copyWithout(POLICY, policy, "nothing");
        Files.writeString(
                policy.resolve("lists.yaml"),
                "lists: [{name: stopped, purpose: block, match: exact, capacity: 10}]");
        Files.writeString(
                policy.resolve("rules/lists.yaml"),
                """
                rules:
                  - id: stopped
                    description: An account that is stopped.
                    when: tx.account in lists.stopped
                    action: decline
                    reason: {code: STOPPED, text: The account is stopped.}
                """);
        Path lists = Files.createDirectories(directory.resolve("lists"));
        String[] arguments = {
            "--input", input().toString(),
            "--policy", policy.toString(),
            "--out", outputs().toString(),
            "--lists", lists.toString()
        };
        assertThat(execute(arguments)).as(err.toString()).isZero();
        assertThat(outputs().resolve("decisions.csv")).content().doesNotContain("STOPPED");

        Files.writeString(lists.resolve("stopped.csv"), "value\n7\n");
        assertThat(execute(arguments)).as(err.toString()).isZero();
        assertThat(Files.readAllLines(outputs().resolve("decisions.csv")))
                .element(1)
                .asString()
                .contains("STOPPED");

        Files.writeString(lists.resolve("stopped.csv"), "value\n7,8\n");
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString()).contains("stopped.csv:2:1: the row has 2 fields");
        Files.move(lists.resolve("stopped.csv"), lists.resolve("stoped.csv"));
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString()).contains("no list 'stoped'; did you mean 'stopped'?");
    }

    @Test
    void shouldNameMissingColumns() throws Exception {
        Files.writeString(input(), "TRANSACTION_ID,TX_DATETIME\n");
        assertThat(run()).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString())
                .contains("no column 'TX_AMOUNT' (amount)")
                .contains("the file has: TRANSACTION_ID, TX_DATETIME")
                .doesNotContain("\tat ");
    }

    @Test
    void shouldNameAMissingFile() {
        assertThat(run("--input", "nowhere.csv")).isEqualTo(ExitCode.USAGE.code());
        assertThat(
                        execute(
                                "--input", "nowhere.csv",
                                "--policy", POLICY.toString(),
                                "--out", outputs().toString()))
                .isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(err.toString()).contains("nowhere.csv: no such file");
    }

    @Test
    void shouldShowAGuessWhereNothingSaysHowColumnsAreRead() throws Exception {
        Path policy = directory.resolve("policy");
        copyWithout(POLICY, policy, "input.yaml");
        String[] arguments = {
            "--input", input().toString(),
            "--policy", policy.toString(),
            "--out", outputs().toString()
        };
        assertThat(execute(arguments)).isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(err.toString()).contains("has no input.yaml").contains("a guess by " + input());
        Path mapping =
                Files.writeString(
                        directory.resolve("mapping.yaml"),
                        err.toString()
                                .lines()
                                .skip(2)
                                .map(line -> line.replaceFirst("^peregrine: ", "") + "\n")
                                .reduce("", String::concat));
        assertThat(run("--policy", policy.toString(), "--mapping", mapping.toString()))
                .as(err.toString())
                .isZero();
    }

    @Test
    void shouldCompareTwoPoliciesInOnePass() throws Exception {
        Path milder = milder();
        assertThat(run("--policy", milder.toString(), "--emit", "features"))
                .as(err.toString())
                .isZero();
        assertThat(out.toString())
                .contains("3 transactions decided by fraud-handbook version 1")
                .contains("decided otherwise: 0 good, 1 fraud, 0 of unknown outcome");
        assertThat(Files.readAllLines(outputs().resolve("diff.csv")))
                .containsExactly(
                        "TRANSACTION_ID,time,amount,label,action_a,score_a,reason_codes_a,action_b,"
                                + "score_b,reason_codes_b",
                        "3,2018-04-01T00:00:30Z,1000.00,1,DECLINE,750,AMOUNT_HIGH,APPROVE,250,"
                                + "AMOUNT_HIGH");
        assertThat(outputs().resolve("a/decisions.csv")).content().contains("DECLINE");
        assertThat(outputs().resolve("b/decisions.csv")).content().doesNotContain("DECLINE");
        assertThat(outputs().resolve("a/features.csv"))
                .hasSameTextualContentAs(outputs().resolve("b/features.csv"));
        JsonNode comparison = summary().get("comparison");
        assertThat(comparison.at("/changed/fraud").asInt()).isEqualTo(1);
        assertThat(comparison.at("/delta/recall_decline").asDouble()).isEqualTo(-1);
        assertThat(comparison.at("/rules/0/fired_in_both").asInt()).isEqualTo(1);
        JsonNode moved = comparison.get("decisions").get(12);
        assertThat(moved.get("a").asText() + moved.get("b").asText()).isEqualTo("declineapprove");
        assertThat(moved.get("fraud_amount").asDouble()).isEqualTo(1000);
        assertThat(outputs().resolve("report.html")).content().contains("decline → approve");
    }

    @Test
    void shouldEndWithACodeOfItsOwnWhereAConditionHolds() throws Exception {
        assertThat(run("--fail-if", "recall_decline < 0.5", "--fail-if", "alert_rate > 0.4"))
                .isZero();
        assertThat(run("--fail-if", "alert_rate > 0.3"))
                .isEqualTo(ExitCode.GATE_FAILED.code())
                .isEqualTo(12);
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "peregrine: --fail-if 'alert_rate > 0.3' holds: alert_rate is"
                                + " 0.3333333333333333\n");
        String milder = milder().toString();
        assertThat(run("--policy", milder, "--fail-if", "delta.recall_decline < 0"))
                .isEqualTo(ExitCode.GATE_FAILED.code());
    }

    @Test
    void shouldRefuseAnUnknownMetricBeforeItRuns() {
        assertThat(run("--fail-if", "declined_god_rate > 0.002")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString())
                .isEqualToNormalizingNewlines(
                        "peregrine: --fail-if: no metric 'declined_god_rate'; did you mean"
                                + " 'declined_good_rate'?\n");
        assertThat(outputs().resolve("summary.json")).doesNotExist();
        assertThat(run("--fail-if", "recall")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("'recall' is no condition");
    }

    @Test
    void shouldMeasureAWindowAfterAWarmUp() throws Exception {
        Files.writeString(
                input(),
                HEADER
                        + """
                        1,2018-04-01 00:00:10,7,9,20.00,0
                        2,2018-04-03 00:00:20,7,9,40.01,0
                        3,2018-04-05 00:00:30,7,9,1000.00,1
                        """);
        assertThat(
                        run(
                                "--from",
                                "2018-04-02",
                                "--to",
                                "2018-04-05T00:00:00Z",
                                "--emit",
                                "features"))
                .isZero();
        assertThat(Files.readAllLines(outputs().resolve("decisions.csv"))).hasSize(2);
        // The customer's first payment is no row, but counts for the second one's features.
        assertThat(Files.readAllLines(outputs().resolve("features.csv")))
                .element(1)
                .asString()
                .startsWith("2,40.01,0,1,1,40.01,2,30.005,2,30.005,");
        assertThat(summary().at("/input/rows_warm_up").asInt()).isEqualTo(1);
        assertThat(summary().at("/input/rows_after").asInt()).isEqualTo(1);
        assertThat(summary().at("/evaluation/from").asText()).isEqualTo("2018-04-02T00:00:00Z");
        assertThat(run("--from", "yesterday")).isEqualTo(ExitCode.USAGE.code());
        assertThat(err.toString()).contains("--from is 'yesterday', expected a date such as");
    }

    @Test
    void shouldTakeLabelsThatWereNotInForUnknown() throws Exception {
        assertThat(run("--labels-as-of", "2018-04-08T00:00:10Z", "--emit", "features")).isZero();
        assertThat(Files.readAllLines(outputs().resolve("decisions.csv")))
                .extracting(line -> line.substring(line.lastIndexOf(',')))
                .containsExactly(",label", ",0", ",", ",");
        assertThat(summary().at("/unknown_outcome/transactions").asInt()).isEqualTo(2);
        assertThat(summary().at("/unknown_outcome/decline").asInt()).isEqualTo(1);
        assertThat(summary().at("/metrics/frauds").asInt()).isZero();
    }

    @Test
    void shouldShowPaymentsThatWereDeclinedThenAndWouldBeApprovedNow() throws Exception {
        Files.writeString(
                input(),
                HEADER.strip()
                        + """
                        ,STATUS
                        1,2018-04-01 00:00:10,7,9,20.00,0,OK
                        2,2018-04-01 00:00:20,7,9,40.01,0,REFUSED
                        3,2018-04-01 00:00:30,7,9,1000.00,0,REFUSED
                        """);
        Path mapping =
                Files.writeString(
                        directory.resolve("mapping.yaml"),
                        Files.readString(POLICY.resolve("input.yaml"))
                                + "  decided: {column: STATUS, declined: [REFUSED]}\n");
        assertThat(run("--mapping", mapping.toString())).as(err.toString()).isZero();
        JsonNode unknown = summary().get("unknown_outcome");
        assertThat(unknown.get("approve").asInt()).isEqualTo(1);
        assertThat(unknown.get("decline").asInt()).isEqualTo(1);
        assertThat(summary().at("/metrics/unknown_not_declined").asInt()).isEqualTo(1);
        assertThat(summary().at("/metrics/unknown_amount_not_declined").asDouble())
                .isEqualTo(40.01);
        assertThat(out.toString()).contains("2 of unknown outcome");
    }

    @Test
    void shouldWriteParquet() throws Exception {
        assertThat(run("--format", "parquet", "--emit", "features")).as(err.toString()).isZero();
        assertThat(outputs().resolve("decisions.csv")).doesNotExist();
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT d.time::VARCHAR, d.action, d.score, d.label,"
                                        + " f.TX_AMOUNT FROM read_parquet('"
                                        + outputs().resolve("decisions.parquet")
                                        + "') d JOIN read_parquet('"
                                        + outputs().resolve("features.parquet")
                                        + "') f USING (TRANSACTION_ID) ORDER BY 1 DESC LIMIT 1")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString(1)).isEqualTo("2018-04-01 00:00:30");
            assertThat(rows.getString(2)).isEqualTo("DECLINE");
            assertThat(rows.getInt(3)).isEqualTo(750);
            assertThat(rows.getInt(4)).isEqualTo(1);
            assertThat(rows.getDouble(5)).isEqualTo(1000);
        }
    }

    @Test
    void shouldPutBadRowsIntoQuarantine() throws Exception {
        String bad = "2,2018-04-01 00:00:20,7,9,\"40,01\",0";
        Files.writeString(
                input(), HEADER + "1,2018-04-01 00:00:10,7,9,20.00,0\n" + bad + "\n1,x\n");
        assertThat(run("--on-error", "quarantine")).isZero();
        assertThat(Files.readAllLines(outputs().resolve("quarantine.csv")))
                .containsExactly(
                        "file,line,column,problem,row",
                        input()
                                + ",3,28,\"column 'TX_AMOUNT' is '40,01', expected a decimal number"
                                + " such as 12.34\",\""
                                + bad.replace("\"", "\"\"")
                                + "\"",
                        input() + ",4,3,\"expected 6 fields as in the header, found 2\",\"1,x\"");
    }

    private Path milder() throws IOException {
        Path policy = directory.resolve("milder");
        if (!Files.exists(policy)) {
            copyWithout(POLICY, policy, "nothing");
            Path rules = policy.resolve("rules/fraud.yaml");
            Files.writeString(
                    rules, Files.readString(rules).replaceFirst("points: 700", "points: 200"));
        }
        return policy;
    }

    private JsonNode summary() throws IOException {
        return new ObjectMapper().readTree(outputs().resolve("summary.json").toFile());
    }

    private int run(String... more) {
        String[] arguments = new String[6 + more.length];
        arguments[0] = "--input";
        arguments[1] = input().toString();
        arguments[2] = "--policy";
        arguments[3] = POLICY.toString();
        arguments[4] = "--out";
        arguments[5] = outputs().toString();
        System.arraycopy(more, 0, arguments, 6, more.length);
        return execute(arguments);
    }

    private int execute(String... arguments) {
        String[] all = new String[1 + arguments.length];
        all[0] = "backtest";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return command.execute(all);
    }

    private Path input() {
        return directory.resolve("input.csv");
    }

    private Path outputs() {
        return directory.resolve("out");
    }

    private static void copyWithout(Path from, Path to, String leftOut) throws IOException {
        try (var paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (!path.endsWith(leftOut)) {
                    Files.copy(path, target);
                }
            }
        }
    }
}
