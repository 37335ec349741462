package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.replay.ChildJvm;
import dev.peregrine.replay.backtest.input.DuckDb;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backtest that was interrupted, and one that was killed, end as if nothing had happened. */
@Timeout(180)
class ResumeTest {
    private static final int ROWS = 24_000;
    private static final int PARQUET_ROWS = 5_000;
    private static final int KILLS = 3;
    private static final List<String> FILES =
            List.of(
                    "a/decisions.csv",
                    "a/features.csv",
                    "b/decisions.csv",
                    "b/features.csv",
                    "diff.csv",
                    "quarantine.csv",
                    "sweep.csv");

    @TempDir private Path directory;
    private Path whole;

    @BeforeEach
    void runWithoutInterruption() throws Exception {
        Path input = ResumableRun.input(directory);
        PaymentsFixture.writeRows(input, ROWS / 2);
        Files.writeString(input, "x,yesterday,1.00,c1,0\n", StandardOpenOption.APPEND);
        PaymentsFixture.appendRows(input, ROWS / 2);
        whole = directory.resolve("whole");
        assertThat(new ResumableRun(directory, whole).run().ending()).isEqualTo(Ending.COMPLETE);
    }

    @Test
    void shouldEndAlikeAfterKills() throws Exception {
        Path out = directory.resolve("killed");
        Random random = new Random(5);
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child =
                    ChildJvm.start(ResumableRun.class, directory.toString(), out.toString())) {
                String line = child.readLine();
                for (int i = random.nextInt(6); i > 0 && line != null; i--) {
                    line = child.readLine();
                }
                assertThat(line).as("the child still runs").isNotNull();
                child.kill();
            }
            assertThat(out.resolve(".checkpoint")).exists();
            JsonNode summary = json(out.resolve("summary.json"));
            assertThat(summary.get("complete").asBoolean()).isFalse();
            assertThat(summary.get("input").get("rows").asLong()).isPositive().isLessThan(ROWS);
        }

        assertThat(new ResumableRun(directory, out).resume().run().ending())
                .isEqualTo(Ending.COMPLETE);

        assertAlike(out, whole);
    }

    @Test
    void shouldEndAlikeAfterInterruptions() throws Exception {
        Path out = directory.resolve("interrupted");
        for (int stop : new int[] {1, 700, 8_011, 3_000}) {
            BacktestResult result = new ResumableRun(directory, out).resume().stopAfter(stop).run();
            assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
            List<String> lines = Files.readAllLines(out.resolve("a/decisions.csv"));
            assertThat(lines).hasSize((int) result.tally().decided() + 1);
        }

        new ResumableRun(directory, out).resume().run();

        assertAlike(out, whole);
    }

    @Test
    void shouldEndAlikeOverParquet() throws Exception {
        Path csv = directory.resolve("as.csv");
        PaymentsFixture.writeRows(csv, PARQUET_ROWS);
        Path parquet = directory.resolve("payments.parquet");
        try (Connection connection = DuckDb.connect();
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (SELECT * FROM read_csv("
                            + DuckDb.literal(csv.toString())
                            + ", all_varchar = true)) TO "
                            + DuckDb.literal(parquet.toString())
                            + " (FORMAT parquet)");
        }
        Path once = directory.resolve("once");
        assertThat(new ResumableRun(directory, once).over(parquet).run().tally().rows())
                .isEqualTo(PARQUET_ROWS);
        Path out = directory.resolve("twice");
        for (int stop : new int[] {700, 2_011}) {
            BacktestResult result =
                    new ResumableRun(directory, out).over(parquet).resume().stopAfter(stop).run();
            assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
        }

        assertThat(new ResumableRun(directory, out).over(parquet).resume().run().ending())
                .isEqualTo(Ending.COMPLETE);

        assertAlike(out, once);
    }

    @Test
    void shouldRefuseToGoOnWithSomethingElse() throws Exception {
        Path out = directory.resolve("changed");
        new ResumableRun(directory, out).stopAfter(5_000).run();

        assertThatThrownBy(() -> new ResumableRun(directory, out).resume().replicates(3).run())
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("--bootstrap or --seed is not what it was");
        Files.writeString(
                ResumableRun.input(directory),
                "9999999,2030-01-01 00:00:00,1.00,c1,0\n",
                StandardOpenOption.APPEND);
        assertThatThrownBy(() -> new ResumableRun(directory, out).resume().run())
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("the input is not what it was");
        assertThat(new ResumableRun(directory, out).run().ending()).isEqualTo(Ending.COMPLETE);
    }

    private static void assertAlike(Path out, Path whole) throws IOException {
        for (String file : FILES) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(summaryOf(out)).isEqualTo(summaryOf(whole));
        assertThat(out.resolve(".checkpoint")).doesNotExist();
    }

    /** Without what was measured of the process. */
    private static JsonNode summaryOf(Path out) throws IOException {
        ObjectNode summary = (ObjectNode) json(out.resolve("summary.json"));
        summary.remove("timing");
        summary.get("policies").forEach(policy -> ((ObjectNode) policy).remove("latency"));
        return summary;
    }

    private static JsonNode json(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
