package dev.peregrine.latency.backtest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class LongBacktestTest {
    private static final int CARDS = 5_000;
    private static final int SHORT_ROWS = 200_000;
    private static final int SHORT_DAYS = 50;
    private static final int TIMES = 4;
    private static final int HEAP_MIB = 64;
    private static final int DIRECT_MIB = 32;
    private static final double TOLERANCE = 1.12;

    @TempDir Path directory;

    /**
     * Both histories pay as often, so they hold the same state once 37 days have passed, and the
     * long one begins with the rows of the short one.
     */
    @Test
    void shouldTakeNoMoreMemoryForAHistoryThatIsFourTimesAsLong() throws Exception {
        LongBacktest.Result brief = run("brief", 1);
        LongBacktest.Result extended = run("extended", TIMES);

        assertThat(extended.rows()).isEqualTo(TIMES * brief.rows());
        assertThat((double) extended.peakResidentBytes())
                .isLessThan(TOLERANCE * brief.peakResidentBytes());
        assertBeginsWith("decisions.csv");
        assertBeginsWith("features.csv");
    }

    private LongBacktest.Result run(String name, int times) throws Exception {
        return new LongBacktest(
                        (long) times * SHORT_ROWS, CARDS, times * SHORT_DAYS, HEAP_MIB, DIRECT_MIB)
                .run(directory.resolve(name), sentence -> {});
    }

    private void assertBeginsWith(String file) throws IOException {
        Path brief = directory.resolve("brief/out").resolve(file);
        try (InputStream in =
                Files.newInputStream(directory.resolve("extended/out").resolve(file))) {
            byte[] beginning = in.readNBytes((int) Files.size(brief));
            assertThat(Files.readAllBytes(brief)).isEqualTo(beginning);
        }
    }
}
