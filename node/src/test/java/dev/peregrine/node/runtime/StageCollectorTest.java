package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StageCollectorTest {
    private static final int VALUES = 20_000;

    /** HdrHistogram keeps three digits. */
    private static final double PRECISION = 0.002;

    @Test
    void shouldPutEachValueIntoTheBucketThatIsDefinedForIt() {
        Random random = new Random(4);
        for (int round = 0; round < 300; round++) {
            long ns = (long) Math.pow(10, 1 + random.nextDouble() * 9);
            Histogram one = new Histogram(60_000_000_000L, 3);
            one.recordValue(ns);
            NativeHistogramBuckets buckets =
                    StageCollector.dataPoint("stage", "s", one).getNativeBucketsForPositiveValues();

            assertThat(buckets.size()).isEqualTo(1);
            double end = Math.pow(2, buckets.getBucketIndex(0) / 8.0);
            double begin = Math.pow(2, (buckets.getBucketIndex(0) - 1) / 8.0);
            assertThat(ns * 1e-9).isBetween(begin * (1 - PRECISION), end * (1 + PRECISION));
        }
    }

    @Test
    void shouldCountEverythingInBothKindsOfBuckets() {
        Random random = new Random(5);
        Histogram histogram = new Histogram(60_000_000_000L, 3);
        double sum = 0;
        for (int i = 0; i < VALUES; i++) {
            long ns = i < 100 ? 0 : (long) (20_000 * Math.exp(random.nextGaussian()));
            histogram.recordValue(ns);
            sum += ns * 1e-9;
        }
        HistogramDataPointSnapshot point = StageCollector.dataPoint("stage", "engine", histogram);

        assertThat(point.getCount()).isEqualTo(VALUES);
        assertThat(point.getNativeZeroCount()).isEqualTo(100);
        assertThat(point.getSum()).isCloseTo(sum, within(sum * PRECISION));
        ClassicHistogramBuckets classic = point.getClassicBuckets();
        long below = 0;
        for (int i = 0; i < classic.size(); i++) {
            below += classic.getCount(i);
            long expected =
                    Double.isInfinite(classic.getUpperBound(i))
                            ? VALUES
                            : histogram.getCountBetweenValues(
                                    0, (long) (classic.getUpperBound(i) * 1e9));
            assertThat(Math.abs(below - expected)).isLessThan(VALUES / 100);
        }
        assertThat(below).isEqualTo(VALUES);
    }
}
