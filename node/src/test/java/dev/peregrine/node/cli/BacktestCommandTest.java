package dev.peregrine.node.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
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
                .startsWith("2,40.01,1,1,2,30.005,2,30.005,2,30.005,0,0.0,");
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
    void shouldRefuseAPolicyThatReadsNoFiles() throws Exception {
        Path policy = directory.resolve("policy");
        copyWithout(POLICY, policy, "input.yaml");
        assertThat(
                        execute(
                                "--input", input().toString(),
                                "--policy", policy.toString(),
                                "--out", outputs().toString()))
                .isEqualTo(ExitCode.BAD_CONFIGURATION.code());
        assertThat(err.toString()).contains("has no input.yaml");
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
