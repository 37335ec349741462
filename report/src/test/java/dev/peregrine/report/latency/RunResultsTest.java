package dev.peregrine.report.latency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RunResultsTest {
    @TempDir private Path directory;

    @Test
    void shouldReadWhatItHasWritten() throws IOException {
        RunResults run = Samples.run(100);
        Path file = directory.resolve(RunResults.FILE);
        run.write(file);

        assertThat(RunResults.read(file)).isEqualTo(run);
        assertThat(run.figuresOnly().measurements()).allMatch(m -> m.curve().isEmpty());
        assertThat(run.floorOf(run.measurement("decision").orElseThrow()).orElseThrow().name())
                .isEqualTo("echo");
    }

    @Test
    void shouldSayWhatIsWrongWithAFile() throws IOException {
        Path other = Files.writeString(directory.resolve("a.json"), "{\"a\": 1}");
        Path broken = Files.writeString(directory.resolve("b.json"), "{");

        assertThatThrownBy(() -> RunResults.read(directory.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("none: no such file");
        assertThatThrownBy(() -> RunResults.read(other)).hasMessageContaining("no results");
        assertThatThrownBy(() -> RunResults.read(broken))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("b.json");
    }

    @Test
    void shouldRefuseMeasurementsWithoutWhatIsDivided() throws IOException {
        assertThatThrownBy(() -> read("{\"name\": \"echo\", \"repetitions\": []}"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith(
                        "a.json: measurements[0] (echo) has no repetitions with their latency");
        assertThatThrownBy(() -> read("null"))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("a.json: measurements[0] has no name");
        assertThatThrownBy(() -> read("{\"name\": \"echo\", \"repetitions\": [{}]}"))
                .hasMessageContaining("(echo)");
        Path file =
                Files.writeString(
                        directory.resolve("b.json"), "{\"format\": 1, \"measurements\": []}");
        assertThatThrownBy(() -> RunResults.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageEndingWith("b.json: has no title or no environment");
    }

    @Test
    void shouldMakePagesOfWhatAnotherVersionHasWritten() throws IOException {
        RunResults run =
                read("{\"name\": \"echo\", \"repetitions\": [{\"latency\": {\"p50_us\": 7}}]}");

        assertThat(LatencyPage.of(run)).contains("7.00 µs").contains("unknown");
        assertThat(ComparisonPage.of(run, run)).contains("1.00");
    }

    private RunResults read(String measurement) throws IOException {
        Path file =
                Files.writeString(
                        directory.resolve("a.json"),
                        "{\"format\": 1, \"title\": \"t\", \"environment\": {}, \"measurements\": ["
                                + measurement
                                + "]}");
        return RunResults.read(file);
    }

    @Test
    void shouldTakeMedianAndEndsOfRepetitions() {
        Measurement measurement = Samples.measurement("m", null, null, 1, 1, 100);
        Spread spread = measurement.spread(Percentiles::p50Us);

        assertThat(spread.least()).isBetween(97.0, 103.0);
        assertThat(spread.median()).isBetween(107.0, 113.0);
        assertThat(spread.most()).isBetween(116.0, 124.0);
        assertThat(measurement.missedSchedules()).isEqualTo(3);
    }

    @Test
    void shouldDrawACurveAsFarAsThereAreValuesBehindIt() {
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        for (int i = 1; i <= 1000; i++) {
            histogram.recordValue(i * 1000L);
        }
        var curve = CurvePoint.curve(histogram);

        assertThat(curve.get(0).percentile()).isZero();
        assertThat(curve.get(curve.size() - 1).percentile()).isBetween(99.89, 99.91);
        for (CurvePoint point : curve) {
            assertThat(point.us())
                    .isBetween(point.percentile() * 9.98 - 1, point.percentile() * 10.02 + 2);
        }
    }

    @Test
    void shouldFindTheKnee() {
        RunResults run = Samples.run(100);

        assertThat(Knee.of(Knee.sweep(run, "scale")).orElseThrow().name()).isEqualTo("at-4000");
        assertThat(Knee.of(List.of(Samples.measurement("m", null, "s", 1000, 900, 100)))).isEmpty();
    }
}
