package dev.peregrine.report.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MetersTest {
    @TempDir private Path directory;

    @Test
    void shouldNoteSleepsAllTheTime() throws InterruptedException {
        try (HiccupMeter meter = HiccupMeter.start(TimeUnit.MILLISECONDS.toNanos(1))) {
            long count = 0;
            Histogram interval = null;
            while (count < 50) {
                Thread.sleep(5);
                interval = meter.interval(interval);
                count += interval.getTotalCount();
            }
            assertThat(count).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void shouldCountCollections() {
        GcMeter meter = new GcMeter();
        long before = meter.pauses();
        System.gc();

        assertThat(meter.pauses()).isGreaterThan(before);
        assertThat(meter.pausedMs()).isNotNegative();
    }

    @Test
    void shouldReadStealTimeOfAllProcessors() throws IOException {
        Path stat = directory.resolve("stat");
        Files.writeString(
                stat,
                """
                cpu  9016076 111261 2840308 5048804 24706 0 18875 6014 0 0
                cpu0 4508038 55630 1420154 2524402 12353 0 9437 3007 0 0
                ctxt 1
                """);

        assertThat(new StealMeter(stat).stolenMs()).isEqualTo(60_140);
    }

    @Test
    void shouldTellNoStealTimeWhereTheSystemTellsNone() throws IOException {
        Path stat = directory.resolve("stat");
        assertThat(new StealMeter(stat).stolenMs()).isZero();
        Files.writeString(stat, "cpu  1 2 3 4\n");
        assertThat(new StealMeter(stat).stolenMs()).isZero();
    }
}
