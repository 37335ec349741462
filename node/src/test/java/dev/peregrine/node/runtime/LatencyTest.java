package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.node.cli.Main;
import dev.peregrine.node.data.DataDirectory;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a node keeps and tells of how long its events take. */
@Timeout(180)
class LatencyTest {
    private static final int PAYMENTS = 640;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir private Path directory;

    @Test
    void shouldTellStagesInMetricsInTopAndInAReport() throws Exception {
        CommandLineNode commands = new CommandLineNode(directory);
        Path data = commands.data;
        try (PeregrineNode node = commands.start()) {
            commands.pay(node, PAYMENTS);
            awaitCollected(node);
            String metrics = metrics(node);
            assertThat(metrics)
                    .containsPattern("peregrine_stage_seconds_count\\{stage=\"engine\"} 6\\d\\d")
                    .containsPattern("peregrine_stage_seconds_count\\{stage=\"reply\"} 6\\d\\d")
                    .contains("peregrine_stage_seconds_bucket{stage=\"total\",le=\"+Inf\"} 6")
                    .containsPattern("peregrine_engine_phase_seconds_count\\{phase=\"rules\"} 10");

            assertThat(run("top", "--once", "--data", data.toString())).as(errors()).isZero();
            assertThat(out.toString())
                    .contains("approve ")
                    .containsPattern("(?m)^durable_wait +\\d")
                    .containsPattern("(?m)^total +\\d");
        }
        assertThat(run("top", "--once", "--data", data.toString())).isEqualTo(1);
        assertThat(errors()).contains("no node is running").doesNotContain("Exception");

        Path page = directory.resolve("page.html");
        assertThat(run("report", "--data", data.toString(), "--out", page.toString()))
                .as(errors())
                .isZero();
        assertThat(Files.readString(page))
                .contains("<svg id=\"stages-total\"", "<svg id=\"machine-total\"")
                .contains("appending the event to the journal");
        assertThat(run("report", "--data", data.toString(), "--day", "2001-01-01")).isEqualTo(1);
        assertThat(errors()).contains("no latency logs of 2001-01-01");
        assertThat(run("report", "--data", data.toString(), "--day", "yesterday")).isEqualTo(2);
    }

    @Test
    void shouldDeleteLogsThatAreTooOld() throws Exception {
        CommandLineNode commands = new CommandLineNode(directory);
        commands.start().close();
        Path latency = DataDirectory.latency(commands.data);
        Path old = Files.writeString(latency.resolve("2001-01-01T00-00-00Z.hdr"), "");
        Files.setLastModifiedTime(old, FileTime.from(0, TimeUnit.DAYS));
        commands.start().close();

        assertThat(old).doesNotExist();
        try (Stream<Path> files = Files.list(latency)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .isNotEmpty()
                    .allMatch(name -> name.endsWith("Z.hdr"));
        }
    }

    private void awaitCollected(PeregrineNode node) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        Path live = DataDirectory.latency(node.data().root()).resolve("live.json");
        while (!metrics(node).contains("stage=\"engine\"} 6") || !Files.exists(live)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private static String metrics(PeregrineNode node) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create()
                .write(text, new StageCollector(node.latency().totals()).collect());
        return text.toString(StandardCharsets.UTF_8);
    }

    private int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    private String errors() {
        return err.toString();
    }
}
