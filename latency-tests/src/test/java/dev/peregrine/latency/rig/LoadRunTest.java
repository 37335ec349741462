package dev.peregrine.latency.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Files;
import java.nio.file.Path;
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
    void shouldWriteWhatItMeasured(@TempDir Path directory) throws Exception {
        LoadResult result =
                new LoadRun(new LoadPlan(1_000, 0, 0.2), new FakeTarget()).run("round-trip");
        ResultFiles files = new ResultFiles(directory.resolve("results"));
        ObjectNode root = files.newResult(Environment.capture());
        files.add(root, result, "nothing at all");
        JsonNode read = new ObjectMapper().readTree(files.write("bench", root).toFile());
        assertThat(read.at("/round-trip/answered").asLong()).isEqualTo(200);
        assertThat(read.at("/round-trip/latency_us/p99.9").asDouble()).isPositive();
        assertThat(read.at("/environment/cores").asInt()).isPositive();
        assertThat(directory.resolve("results/round-trip.hgrm")).isNotEmptyFile();
        assertThat(Files.readString(directory.resolve("results/round-trip.hgrm")))
                .contains("#[Mean");
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
