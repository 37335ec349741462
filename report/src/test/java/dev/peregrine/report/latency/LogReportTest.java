package dev.peregrine.report.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LogReportTest {
    private static final long START = Samples.START_MS;

    @TempDir private Path directory;

    @Test
    void shouldAddUpStagesAndKeepTheirCourse() throws IOException {
        Path file = log("a.hdr", START, 20);
        RunResults run = read(List.of(file), START, START + 86_400_000);
        Measurement total = run.measurement("total").orElseThrow();

        Histogram expected = new Histogram(3);
        for (int i = 0; i < 20; i++) {
            expected.add(Samples.latencies(i, 100 + i, 500));
        }
        assertThat(total.latency()).isEqualTo(Percentiles.of(expected));
        assertThat(total.stages()).extracting(StageFigure::name).containsExactly("engine", "total");
        assertThat(total.series()).hasSize(20);
        assertThat(total.series().get(3).count()).isEqualTo(500);
        assertThat(total.series().get(3).hiccupUs()).isBetween(2990.0, 3010.0);
        assertThat(total.series().get(3).gcMs()).isBetween(5.9, 6.1);
        assertThat(total.series().get(4).gcMs()).isZero();
        assertThat(total.series().get(5).stolenMs()).isBetween(29.5, 30.5);
        assertThat(total.stolenMs()).isBetween(118.0, 122.0);
        assertThat(run.environment()).isEqualTo(ENVIRONMENT);
    }

    @Test
    void shouldTakeOnlyWhatBeganInTheTimeThatIsWanted() throws IOException {
        Path file = log("a.hdr", START, 20);

        assertThat(
                        read(List.of(file), START + 50_000, START + 100_000)
                                .measurements()
                                .get(0)
                                .latency()
                                .count())
                .isEqualTo(5 * 500);
        assertThat(LogReport.read(List.of(file), 0, START, "total", FROM, Map.of(), "t")).isEmpty();
        assertThat(LogReport.read(List.of(), 0, START, "total", FROM, Map.of(), "t")).isEmpty();
    }

    @Test
    void shouldReadALogWhoseNodeWasKilledWhileItWrote() throws IOException {
        Path whole = log("a.hdr", START, 5);
        byte[] bytes = Files.readAllBytes(whole);
        long greatest = 0;
        for (int cut = 0; cut < 200; cut += 7) {
            Path torn = directory.resolve("torn.hdr");
            Files.write(torn, Arrays.copyOf(bytes, bytes.length - cut));
            Path next = log("b.hdr", START + 1_000_000, 1);
            long count =
                    read(List.of(torn, next), START, START + 86_400_000)
                            .measurements()
                            .get(0)
                            .latency()
                            .count();
            assertThat(count).as("%d bytes missing", cut).isBetween(4 * 500L + 500, 6 * 500L);
            greatest = Math.max(greatest, count);
        }
        assertThat(greatest).isEqualTo(6 * 500);
        assertThat(new String(bytes, StandardCharsets.UTF_8)).contains("Tag=total");
    }

    @Test
    void shouldLeaveOutALineThatCannotBeReadAndTellWhich() throws IOException {
        Path file = log("a.hdr", START, 20);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        int broken = lines.size() / 2;
        String tag = lines.get(broken).substring(0, lines.get(broken).indexOf(','));
        lines.set(broken, tag + ",1.0,2.0,3.0,garbage");
        Files.write(file, lines);
        RunResults run = read(List.of(file), START, START + 86_400_000);

        assertThat(run.measurements().get(0).latency().count()).isBetween(19 * 500L, 20 * 500L);
        assertThat(run.measurements().get(0).from()).isEqualTo(FROM);
        assertThat(run.notes())
                .containsExactly(file + ": line " + (broken + 1) + " cannot be read; left out.");
        assertThat(run.environment()).isEqualTo(ENVIRONMENT);
    }

    @Test
    void shouldGoOnWithoutAnEnvironmentThatCannotBeRead() throws IOException {
        Path file = log("a.hdr", START, 2);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        assertThat(lines.get(0)).startsWith("#Environment: {");
        lines.set(0, "#Environment: {broken");
        Files.write(file, lines);
        RunResults run = read(List.of(file), START, START + 86_400_000);

        assertThat(run.measurements().get(0).latency().count()).isEqualTo(2 * 500);
        assertThat(run.notes())
                .hasSize(2)
                .anyMatch(note -> note.contains("line 1 cannot be read"))
                .anyMatch(note -> note.contains("environment is that of the report"));
    }

    @Test
    void shouldTakeAnEnvironmentThatTellsLittle() throws IOException {
        Path file = log("a.hdr", START, 2);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(0, "#Environment: {}");
        Files.write(file, lines);

        assertThat(LatencyPage.of(read(List.of(file), START, START + 86_400_000)))
                .contains("unknown");
    }

    @Test
    void shouldRefuseWhatIsNoLogUnlessAnotherFileHasIntervals() throws IOException {
        byte[] noise = new byte[5_000];
        new Random(1).nextBytes(noise);
        Path random = Files.write(directory.resolve("0.hdr"), noise);
        Path empty = Files.createFile(directory.resolve("1.hdr"));

        assertThatThrownBy(() -> read(List.of(random, empty), START, START + 1))
                .isInstanceOf(MalformedLogException.class)
                .hasMessageStartingWith(random + ": ")
                .hasMessageEndingWith("cannot be read: no interval log");
        assertThat(LogReport.read(List.of(empty), START, START + 1, "total", FROM, Map.of(), "t"))
                .isEmpty();
        RunResults run = read(List.of(random, log("a.hdr", START, 3)), START, START + 86_400_000);
        assertThat(run.measurements().get(0).latency().count()).isEqualTo(3 * 500);
        assertThat(run.notes()).hasSize(1);
    }

    private static final Environment ENVIRONMENT = Environment.capture();
    private static final String FROM = "the stamp";

    private RunResults read(List<Path> files, long from, long to) throws IOException {
        return LogReport.read(files, from, to, "total", FROM, Map.of(), "a day").orElseThrow();
    }

    private Path log(String name, long startMs, int intervals) throws IOException {
        Path file = directory.resolve(name);
        try (IntervalLog log = new IntervalLog(file, ENVIRONMENT, startMs)) {
            for (int i = 0; i < intervals; i++) {
                long from = startMs + i * 10_000L;
                log.write("engine", timed(Samples.latencies(100 + i, 10, 500), from));
                Histogram hiccups = new Histogram(60_000_000_000L, 3);
                hiccups.recordValue(1_000_000L * Math.max(1, i));
                log.write(HiccupMeter.TAG, timed(hiccups, from));
                Histogram gc = new Histogram(60_000_000_000L, 3);
                if (i % 2 == 1) {
                    gc.recordValue(2_000_000);
                    gc.recordValue(4_000_000);
                }
                log.write(GcMeter.TAG, timed(gc, from));
                Histogram steal = new Histogram(60_000_000_000L, 3);
                if (i % 5 == 0) {
                    steal.recordValue(30_000_000);
                }
                log.write(StealMeter.TAG, timed(steal, from));
                log.write("total", timed(Samples.latencies(i, 100 + i, 500), from));
            }
        }
        return file;
    }

    private static Histogram timed(Histogram histogram, long fromMs) {
        histogram.setStartTimeStamp(fromMs);
        histogram.setEndTimeStamp(fromMs + 10_000);
        return histogram;
    }
}
