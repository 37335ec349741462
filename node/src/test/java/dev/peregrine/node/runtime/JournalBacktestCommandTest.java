package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.agrona.IoUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backtests of a node's journal that begin with one of its snapshots. */
@Timeout(120)
class JournalBacktestCommandTest {
    private static final int ROUND = 1_000;
    private static final List<String> FILES = List.of("decisions.csv", "features.csv");

    private final StringWriter err = new StringWriter();
    @TempDir private Path directory;
    private CommandLineNode node;

    @BeforeEach
    void setUp() {
        node = new CommandLineNode(directory.resolve("node"), "/trimming-node.yaml");
    }

    @Test
    void shouldBeginWithASnapshotOfARunningNode() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, ROUND);
            takeSnapshot();
            node.pay(running, ROUND);
            takeSnapshot();
            node.pay(running, ROUND);
            assertThat(backtest(node, "oldest", "--from-snapshot")).as(err.toString()).isZero();
            long newest = snapshots().get(snapshots().size() - 1);
            assertThat(backtest(node, "newest", "--from-snapshot", Long.toString(newest)))
                    .as(err.toString())
                    .isZero();
            assertThat(summary("newest").at("/input/snapshot_sequence").asLong()).isEqualTo(newest);
        }
        try (Stream<Path> written = Files.list(directory.resolve("newest"))) {
            assertThat(written).noneMatch(file -> file.toString().endsWith(".part"));
        }
        assertThat(node.run("replay", "--verify")).as("nothing was changed").isZero();
        runWholeTwin(3 * ROUND);
        assertEndsOfWhole("oldest", 2 * ROUND);
        assertEndsOfWhole("newest", ROUND);
    }

    @Test
    void shouldNeedTheHistoryOrASnapshotWhereTheJournalsBeginningWasTrimmed() throws IOException {
        try (PeregrineNode running = node.start()) {
            for (int i = 0; i < 3; i++) {
                node.pay(running, ROUND);
                takeSnapshot();
            }
            node.pay(running, ROUND);
        }
        runWholeTwin(4 * ROUND);

        assertThat(backtest(node, "with-history")).as(err.toString()).isZero();
        assertThat(err.toString()).doesNotContain("trimmed");
        for (String file : FILES) {
            assertThat(directory.resolve("with-history").resolve(file))
                    .hasSameTextualContentAs(directory.resolve("whole").resolve(file));
        }

        IoUtil.delete(node.data.resolve("history").toFile(), false);
        assertThat(backtest(node, "trimmed")).isZero();
        assertThat(err.toString()).contains("the beginning of its journal was trimmed");
        assertThat(summary("trimmed").at("/input/beginning_trimmed").asBoolean()).isTrue();
        assertThat(Files.readString(directory.resolve("whole/features.csv")))
                .as("features that start empty are others")
                .doesNotEndWith(lastLine("trimmed/features.csv"));
        assertThat(backtest(node, "behind", "--from-snapshot")).as(err.toString()).isZero();
        assertEndsOfWhole("behind", ROUND);

        assertThat(backtest(node, "none", "--from-snapshot", "5")).isEqualTo(8);
        assertThat(err.toString()).contains("no snapshot of event 5, only of ").hasLineCount(1);
        assertThat(backtest(node, "none", "--from-snapshot", "first")).isEqualTo(2);
        assertThat(err.toString()).contains("--from-snapshot is 'first'").hasLineCount(1);
    }

    @Test
    void shouldTellADamagedSnapshotInOneLine() throws IOException {
        try (PeregrineNode running = node.start()) {
            node.pay(running, ROUND);
            takeSnapshot();
            node.pay(running, 1);
        }
        try (Stream<Path> files = Files.list(node.data.resolve("snapshots"))) {
            for (Path file : files.filter(f -> f.toString().endsWith(".pgs")).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                bytes[bytes.length - 30] ^= 1;
                Files.write(file, bytes);
            }
        }
        assertThat(backtest(node, "damaged", "--from-snapshot")).isEqualTo(9);
        assertThat(err.toString()).contains(".pgs: damaged at block 1").hasLineCount(1);
    }

    private void takeSnapshot() {
        assertThat(node.run("snapshot", "take")).as(node.errors()).isZero();
    }

    /** The same payments at a node whose journal is whole, run from its beginning. */
    private void runWholeTwin(int payments) {
        CommandLineNode twin =
                new CommandLineNode(directory.resolve("twin")).startingAt(node.startNs());
        try (PeregrineNode running = twin.start()) {
            twin.pay(running, payments);
        }
        assertThat(backtest(twin, "whole")).as(err.toString()).isZero();
    }

    /** What was written behind a snapshot are the last lines of what is written from the start. */
    private void assertEndsOfWhole(String behind, int leastPayments) throws IOException {
        for (String file : FILES) {
            List<String> all = Files.readAllLines(directory.resolve("whole").resolve(file));
            List<String> some = Files.readAllLines(directory.resolve(behind).resolve(file));
            assertThat(some)
                    .as(behind + " " + file)
                    .hasSizeBetween(1 + leastPayments, all.size() - 1);
            assertThat(some.subList(1, some.size()))
                    .isEqualTo(all.subList(all.size() - some.size() + 1, all.size()));
        }
    }

    private String lastLine(String file) throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve(file));
        return lines.get(lines.size() - 1) + "\n";
    }

    private JsonNode summary(String out) throws IOException {
        return new ObjectMapper().readTree(directory.resolve(out).resolve("summary.json").toFile());
    }

    /** Sequences of snapshots, the oldest first. */
    private List<Long> snapshots() throws IOException {
        try (Stream<Path> files = Files.list(node.data.resolve("snapshots"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".pgs"))
                    .map(name -> Long.parseLong(name.replaceAll("[^0-9]", "")))
                    .sorted()
                    .toList();
        }
    }

    private int backtest(CommandLineNode of, String out, String... more) {
        List<String> arguments = new ArrayList<>(List.of("backtest"));
        arguments.addAll(List.of("--journal", of.data.toString()));
        arguments.addAll(List.of("--policy", CommandLineNode.POLICY.toString()));
        arguments.addAll(List.of("--out", directory.resolve(out).toString()));
        arguments.addAll(List.of("--emit", "features", "--share", "1"));
        arguments.addAll(List.of(more));
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(new StringWriter()))
                .setErr(new PrintWriter(err))
                .execute(arguments.toArray(new String[0]));
    }
}
