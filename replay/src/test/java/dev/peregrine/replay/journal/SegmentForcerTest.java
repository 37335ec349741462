package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.SleepingIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SegmentForcerTest {
    private static final int TERM = 64 * 1024;
    private static final int SEGMENT = 128 * 1024;
    private static final Recording RECORDING =
            new Recording(7, 0, 0, 0, 1, TERM, SEGMENT, 8192, 2001);

    private final AtomicLong written = new AtomicLong();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    @TempDir Path directory;

    @Test
    void shouldFollowWhatIsWrittenOverSegments() throws IOException {
        segments(3);
        try (SegmentForcer forcer = forcer(0)) {
            for (long to : new long[] {96, SEGMENT, SEGMENT + 32, 3L * SEGMENT}) {
                written.set(to);
                await(forcer, to);
            }
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void shouldBeginWhereTheLastRunHasEnded() throws IOException {
        Files.createFile(directory.resolve("7-" + 2 * SEGMENT + ".rec"));
        try (SegmentForcer forcer = forcer(2L * SEGMENT + 64)) {
            assertThat(forcer.position()).isEqualTo(2L * SEGMENT + 64);
            written.set(2L * SEGMENT + 128);
            await(forcer, 2L * SEGMENT + 128);
        }
    }

    @Test
    void shouldStopForGoodAtTheFirstFailure() throws Exception {
        segments(1);
        SegmentForcer forcer = forcer(0);
        written.set(64);
        await(forcer, 64);
        written.set(SEGMENT + 64L);
        while (failures.isEmpty()) {
            Thread.onSpinWait();
        }
        segments(2);
        assertThatThrownBy(forcer::close)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("only up to 64");
        assertThat(forcer.position()).isEqualTo(64);
        assertThat(failures).hasSize(1);
    }

    @Test
    void shouldForceTheRestWhenItCloses() throws IOException {
        segments(1);
        SegmentForcer forcer = forcer(0);
        written.set(4_096);
        forcer.close();
        assertThat(forcer.position()).isEqualTo(4_096);
    }

    @Test
    void shouldSayWhenTooMuchIsNotForced() throws IOException {
        segments(1);
        try (SegmentForcer forcer = forcer(0)) {
            assertThat(forcer.isFull(SegmentForcer.MOST_UNFORCED)).isFalse();
            assertThat(forcer.isFull(SegmentForcer.MOST_UNFORCED + 32L)).isTrue();
            written.set(64);
            await(forcer, 64);
            assertThat(forcer.isFull(SegmentForcer.MOST_UNFORCED + 32L)).isFalse();
            written.set(SegmentForcer.NOT_WRITTEN);
        }
        assertThat(failures).isEmpty();
    }

    private SegmentForcer forcer(long from) {
        written.set(from);
        return new SegmentForcer(
                "journal",
                directory,
                RECORDING,
                from,
                written::get,
                new SleepingIdleStrategy(10_000),
                failures::add);
    }

    private void segments(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Path file = directory.resolve("7-" + (long) i * SEGMENT + ".rec");
            if (!Files.exists(file)) {
                Files.createFile(file);
            }
        }
    }

    private static void await(SegmentForcer forcer, long position) {
        while (forcer.position() < position) {
            Thread.onSpinWait();
        }
    }
}
