package dev.peregrine.node.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.cli.Main;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Snapshots and journal as operators look at them. */
@Timeout(180)
class LogCommandsTest {
    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory);
    }

    @Test
    void shouldTakeListVerifyAndBeginFromSnapshots() throws IOException {
        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().snapshotSequence()).isZero();
            node.pay(running, 5);
            assertThat(node.run("snapshot", "take")).as(node.errors()).isZero();
            assertThat(snapshots()).isNotEmpty();
        }
        int atStop = snapshots().size();
        assertThat(node.run("snapshot", "take")).isZero();
        assertThat(node.output()).contains("nothing new");

        assertThat(node.run("snapshot", "verify")).as(node.output()).isZero();
        assertThat(node.output()).contains(atStop + " snapshots, 0 damaged");
        assertThat(node.run("snapshot", "list")).isZero();
        assertThat(node.output().lines()).hasSize(atStop + 1);
        assertThat(node.output()).contains("1:minimal 1");
        String newestHash = node.output().lines().skip(1).findFirst().orElseThrow();
        assertThat(node.run("replay", "--verify")).isZero();
        assertThat(newestHash).contains(stateHash());

        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().snapshotSequence()).isPositive();
            assertThat(running.recovery().events()).isZero();
            node.pay(running, 5);
        }
        assertThat(node.run("replay", "--verify")).as(node.output()).isZero();
    }

    @Test
    void shouldPrintAndVerifyTheJournal() {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }

        assertThat(node.run("journal", "verify")).as(node.errors()).isZero();
        assertThat(node.output().lines())
                .anyMatch(line -> line.matches("journal: intact, [0-9,]+ bytes"))
                .anyMatch(line -> line.matches("  sequence 1 to 8, epoch 1 to 1, .*"))
                .anyMatch(line -> line.matches(" +5 Transaction"))
                .anyMatch(line -> line.matches(" +5 DecisionRecord"));
        assertThat(node.run("journal", "inspect", "--from", "3", "--count", "2")).isZero();
        assertThat(node.output().lines())
                .hasSize(2)
                .allMatch(line -> line.contains(": Transaction ") && line.contains("shop-"));
        assertThat(node.run("journal", "inspect", "--records", "--count", "1")).isZero();
        assertThat(node.output()).startsWith("3 epoch 1 ").contains(": DecisionRecord ");
        assertThat(node.run("journal", "inspect", "--count", "0")).isEqualTo(2);
    }

    @Test
    void shouldExportTheLogsAsJson() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }
        Path events = directory.resolve("events.ndjson.gz");
        Path decisions = directory.resolve("decisions.ndjson");

        assertThat(node.run("journal", "export", "--to", events.toString(), "--from", "3"))
                .as(node.errors())
                .isZero();
        assertThat(node.output()).contains("6 lines written to");
        List<JsonNode> lines;
        try (InputStream in = new GZIPInputStream(Files.newInputStream(events))) {
            lines = new String(in.readAllBytes(), UTF_8).lines().map(this::json).toList();
        }
        assertThat(lines).hasSize(6);
        JsonNode payment = lines.get(1);
        assertThat(payment.get("sequence").asLong()).isEqualTo(4);
        assertThat(payment.get("kind").asText()).isEqualTo("Transaction");
        assertThat(payment.get("event").get("merchant").asText()).isEqualTo("shop-1");

        assertThat(
                        node.run(
                                "journal",
                                "export",
                                "--records",
                                "--to",
                                decisions.toString(),
                                "--until",
                                "4"))
                .isZero();
        assertThat(Files.readAllLines(decisions).stream().map(this::json))
                .hasSize(2)
                .allMatch(line -> line.get("kind").asText().equals("DecisionRecord"));
        assertThat(node.run("journal", "export", "--to", events.toString())).isEqualTo(1);
        assertThat(node.errors()).contains("events.ndjson.gz: cannot be written");
    }

    @Test
    void shouldRunTheJournalAsABacktest() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }
        backtest(5);
        assertThat(node.run("replay", "--verify")).as("nothing was changed").isZero();
    }

    @Test
    void shouldRunTheJournalOfARunningNodeAsABacktest() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
            backtest(5);
            node.pay(running, 5);
            backtest(10);
        }
        assertThat(node.run("replay", "--verify")).as("nothing was changed").isZero();
    }

    private void backtest(int payments) throws IOException {
        Path out = directory.resolve("backtest");
        String[] arguments = {
            "backtest",
            "--journal",
            node.data.toString(),
            "--policy",
            CommandLineNode.POLICY.toString(),
            "--out",
            out.toString(),
            "--emit",
            "features"
        };
        StringWriter err = new StringWriter();
        CommandLine command =
                Main.commandLine()
                        .setOut(new PrintWriter(new StringWriter()))
                        .setErr(new PrintWriter(err));
        assertThat(command.execute(arguments)).as(err.toString()).isZero();
        assertThat(Files.readAllLines(out.resolve("decisions.csv")))
                .hasSize(1 + payments)
                .last()
                .asString()
                .startsWith(payments - 1 + ",")
                .endsWith(",0");
        JsonNode summary = json(Files.readString(out.resolve("summary.json")));
        assertThat(summary.at("/input/rows_decided").asInt()).isEqualTo(payments);
        assertThat(summary.at("/policy/name").asText()).isEqualTo("minimal");
        try (Stream<Path> written = Files.list(out)) {
            assertThat(written).noneMatch(file -> file.toString().endsWith(".part"));
        }
    }

    private JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }

    @Test
    void shouldTellOfADamagedOneAndBeginWithoutIt() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, 5);
        }
        for (Path file : snapshots()) {
            byte[] bytes = Files.readAllBytes(file);
            bytes[bytes.length - 30] ^= 1;
            Files.write(file, bytes);
        }

        assertThat(node.run("snapshot", "verify")).isEqualTo(9);
        assertThat(node.output()).contains("damaged at block 1: its checksum is wrong");
        try (PeregrineNode running = node.start()) {
            assertThat(running.restore().snapshotSequence()).isZero();
            assertThat(running.restore().refused()).hasSameSizeAs(snapshots());
            assertThat(running.recovery().events()).isPositive();
        }
    }

    @Test
    void shouldMoveTheJournalBehindTwoSnapshotsAndGoOn() throws IOException {
        node = new CommandLineNode(directory, "/trimming-node.yaml");
        try (PeregrineNode running = node.start()) {
            for (int i = 0; i < 3; i++) {
                node.pay(running, 1_000);
                assertThat(node.run("snapshot", "take")).as(node.errors()).isZero();
                assertThat(node.output()).contains(".pgs");
            }
        }
        assertThat(node.data.resolve("history")).isNotEmptyDirectory();

        assertThat(node.run("journal", "verify")).as(node.errors()).isZero();
        assertThat(node.output()).doesNotContain("sequence 1 to");
        try (PeregrineNode running = node.start()) {
            node.pay(running, 10);
        }
        assertThat(node.run("replay", "--verify")).as(node.output() + node.errors()).isZero();
        assertThat(node.run("state", "list")).as(node.errors()).isZero();
        assertThat(node.output()).containsPattern("card +1 ");

        for (Path snapshot : snapshots()) {
            Files.delete(snapshot);
        }
        assertThat(node.run("state", "list")).isEqualTo(5);
        assertThat(node.errors()).contains("its beginning was trimmed").hasLineCount(1);
    }

    @Test
    void shouldSayWhereThereAreNone() {
        assertThat(node.run("snapshot", "list")).isEqualTo(3);
        assertThat(node.errors()).contains("no snapshots here").hasLineCount(1);
    }

    private List<Path> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(node.data.resolve("snapshots"))) {
            return files.filter(f -> f.toString().endsWith(".pgs")).toList();
        }
    }

    /** Of the features, as the last command wrote it. */
    private String stateHash() {
        return node.output()
                .lines()
                .filter(line -> line.startsWith("state hash "))
                .map(line -> line.substring(line.indexOf("hash") + 4).strip().substring(0, 32))
                .findFirst()
                .orElseThrow();
    }
}
