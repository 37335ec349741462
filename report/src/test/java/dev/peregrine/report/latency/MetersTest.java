package dev.peregrine.report.latency;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetersTest {
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
}
