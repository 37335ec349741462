package dev.peregrine.latency.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.peregrine.report.latency.Environment;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.RunResults;
import dev.peregrine.report.latency.SeriesPoint;
import dev.peregrine.report.latency.StageFigure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoadRunTest {
    @Test
    void shouldSendEveryRequestOnceAndCountErrors() {
        FakeTarget target = new FakeTarget();
        target.failEvery = 10;
        LoadResult result = new LoadRun(new LoadPlan(2_000, 0.1, 0.3), target).run("fake");
        assertThat(target.sent).isEqualTo(800);
        assertThat(result.answered()).isEqualTo(800);
        assertThat(result.failed()).isEqualTo(80);
        assertThat(result.latencies().getTotalCount()).isEqualTo(600);
        assertThat(result.isComplete()).isFalse();
    }

    @Test
    void shouldCountAStallInEveryRequestThatItDelays() {
        FakeTarget target = new FakeTarget();
        target.stallAt = 500;
        target.stallNs = 200_000_000L;
        LoadResult result = new LoadRun(new LoadPlan(1_000, 0, 1), target).run("stalled");
        assertThat(result.isComplete()).isTrue();
        assertThat(result.backPressured()).isGreaterThan(0);
        assertThat(result.missedSchedules()).isGreaterThanOrEqualTo(190);
        long late = result.latencies().getCountBetweenValues(100_000_000L, Long.MAX_VALUE);
        assertThat(late).isGreaterThanOrEqualTo(90);
    }

    @Test
    void shouldMeasureInRepetitionsAndWriteWhatItMeasured(@TempDir Path directory)
            throws Exception {
        ResultFiles files = new ResultFiles(directory.resolve("results"), Environment.capture());
        Rig rig = new Rig(new RigPlan(0.2, 1.2, 2), files, line -> {});
        FakeTarget target = new FakeTarget();
        Histogram part = new Histogram(1_000_000_000, 3);
        Measurement measured =
                rig.measure(
                        Subject.of("round-trip", "round trip", "nothing at all", null, 1_000),
                        target,
                        () -> {
                            part.recordValue(5_000);
                            return List.of(
                                    new StageSource.Part("part", "a part of it", part.copy()));
                        });
        files.write(
                new RunResults(
                        RunResults.FORMAT,
                        "test",
                        files.environment(),
                        List.of(measured),
                        List.of(),
                        JsonNodeFactory.instance.objectNode()));

        assertThat(measured.isComplete()).isTrue();
        assertThat(measured.repetitions()).hasSize(2);
        assertThat(measured.latency().count()).isEqualTo(2_400);
        assertThat(measured.series().stream().mapToLong(SeriesPoint::count).sum()).isEqualTo(2_400);
        assertThat(measured.stages()).extracting(StageFigure::name).containsExactly("part");
        assertThat(measured.stages().get(0).latency().count())
                .as("intervals of both repetitions")
                .isEqualTo(measured.series().size());
        Path results = directory.resolve("results");
        assertThat(RunResults.read(results.resolve("results.json")).measurements())
                .containsExactly(measured);
        assertThat(Files.readString(results.resolve("round-trip.hgrm"))).contains("#[Mean");
        assertThat(results.resolve("report.html")).isNotEmptyFile();
        try (HistogramLogReader log =
                new HistogramLogReader(results.resolve("round-trip.hdr").toFile())) {
            long logged = 0;
            for (EncodableHistogram next = log.nextIntervalHistogram();
                    next != null;
                    next = log.nextIntervalHistogram()) {
                logged +=
                        next.getTag().equals(Control.LATENCY)
                                ? ((Histogram) next).getTotalCount()
                                : 0;
            }
            assertThat(logged).isEqualTo(2_400);
        }
    }

    @Test
    void shouldRefuseAPlanWithoutRate() {
        assertThatThrownBy(() -> new LoadPlan(0, 1, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate is 0");
    }

    private static final class FakeTarget implements LoadTarget {
        private AnswerListener listener;
        private long sent;
        private long failEvery = Long.MAX_VALUE;
        private long stallAt = -1;
        private long stallNs;
        private long stalledSinceNs;

        @Override
        public void onStart(long startEpochNs, double ratePerSecond) {
            sent = 0;
        }

        @Override
        public void onAnswer(AnswerListener newListener) {
            listener = newListener;
        }

        @Override
        public boolean offer(long number, long eventTimeNs) {
            if (number == stallAt) {
                if (stalledSinceNs == 0) {
                    stalledSinceNs = System.nanoTime();
                }
                if (System.nanoTime() - stalledSinceNs < stallNs) {
                    return false;
                }
            }
            assertThat(number).isEqualTo(sent);
            sent++;
            listener.onAnswer(number, number % failEvery != failEvery - 1);
            return true;
        }

        @Override
        public int poll() {
            return 0;
        }

        @Override
        public void close() {}
    }
}
