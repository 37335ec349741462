package dev.peregrine.latency.floor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.rig.StageSource;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FloorTest {
    private static final LoadPlan PLAN = new LoadPlan(100, 0.2, 1);

    @Test
    void shouldEchoOverAeron(@TempDir Path directory) {
        try (AeronEcho echo = AeronEcho.bare(directory.resolve("archive"), 300, 400)) {
            LoadResult result = new LoadRun(PLAN, echo).run("bare");
            assertThat(result.isComplete()).as(result.summary()).isTrue();
            assertThat(result.latencies().getTotalCount()).isEqualTo(100);
        }
    }

    @Test
    void shouldAnswerAfterTheArchiveHasWritten(@TempDir Path directory) throws Exception {
        Path archive = directory.resolve("archive");
        try (AeronEcho echo = AeronEcho.recorded(archive, 300, 400)) {
            LoadResult result = new LoadRun(PLAN, echo).run("recorded");
            assertThat(result.isComplete()).as(result.summary()).isTrue();
            try (Stream<Path> files = Files.list(archive.resolve("archive"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".rec"))).hasSize(1);
            }
        }
    }

    @Test
    void shouldAnswerAfterTheDiskHasIt(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("segment");
        try (SyncedFile disk = SyncedFile.start(file, 4_096)) {
            LoadResult result = new LoadRun(PLAN, disk).run("synced");
            assertThat(result.isComplete()).as(result.summary()).isTrue();
            Histogram forces = disk.stages().parts().get(0).nanos();
            assertThat(forces.getTotalCount()).isBetween(1L, result.sent());
            assertThat(result.latencies().getMinValue())
                    .as("each answer waits for its force")
                    .isGreaterThanOrEqualTo(forces.lowestEquivalentValue(forces.getMinValue()));
        }
        try (InputStream written = Files.newInputStream(file)) {
            assertThat(written.readNBytes(120 * 4_096)).containsOnly('x');
            assertThat(written.read()).as("beyond the last").isZero();
        }
    }

    @Test
    void shouldEchoOverHttp() throws Exception {
        byte[] body = "{\"card\":\"card-1\",\"amount_minor\":12}".getBytes(StandardCharsets.UTF_8);
        try (HttpEcho echo = new HttpEcho(700);
                HttpTarget target = new HttpTarget(echo.port(), "/", 8, (number, time) -> body)) {
            LoadResult result = new LoadRun(PLAN, target).run("http");
            assertThat(result.isComplete()).as(result.summary()).isTrue();
        }
    }

    @Test
    void shouldTellHowLongRequestsWaitForAConnection() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        try (HttpEcho echo = new HttpEcho(700);
                HttpTarget target = new HttpTarget(echo.port(), "/", 1, (number, time) -> body)) {
            LoadResult result = new LoadRun(new LoadPlan(1e6, 0, 0.0005), target).run("burst");
            Histogram waited = target.stages(StageSource.NONE).parts().get(0).nanos();
            assertThat(waited.getTotalCount()).isEqualTo(result.sent());
            assertThat(waited.getMaxValue())
                    .as("the last waits for all before it")
                    .isGreaterThan(waited.getValueAtPercentile(50));
        }
    }

    @Test
    void shouldRefuseWhatIsNotJson() throws Exception {
        byte[] body = "{\"card\":".getBytes(StandardCharsets.UTF_8);
        try (HttpEcho echo = new HttpEcho(700);
                HttpTarget target = new HttpTarget(echo.port(), "/", 2, (number, time) -> body)) {
            LoadResult result = new LoadRun(new LoadPlan(100, 0, 0.1), target).run("malformed");
            assertThat(result.answered()).isEqualTo(10);
            assertThat(result.failed()).isEqualTo(10);
        }
    }
}
