package dev.peregrine.latency.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.node.cli.UserException;
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
    private static final int SHORT_ROWS =
            Integer.getInteger("peregrine.test.backtest-rows", 300_000);
    private static final int SHORT_DAYS = 300;
    private static final int TIMES = 2;
    private static final int HEAP_MIB = 96;
    private static final int DIRECT_MIB = 32;
    private static final int TOO_LITTLE_HEAP_MIB = 24;
    private static final double TOLERANCE = 1.25;

    @TempDir Path directory;

    /**
     * Both histories pay as often, so they hold the same state once 37 days have passed, and the
     * long one begins with the rows of the short one. From a million rows on, ranks go to the disk:
     * at full length, that is. The bounds of the heap and of direct buffers leave little room for
     * more.
     */
    @Test
    void shouldTakeNoMoreMemoryForAHistoryThatIsTwiceAsLong() throws Exception {
        LongBacktest.Result brief = run("brief", 1);
        LongBacktest.Result extended = run("extended", TIMES);

        assertThat(extended.rows()).isEqualTo(TIMES * brief.rows());
        assertThat((double) extended.peakResidentBytes())
                .isLessThan(TOLERANCE * brief.peakResidentBytes());
        assertBeginsWith("decisions.csv");
        assertBeginsWith("features.csv");
    }

    /** What it says depends on who asks for memory last, now and then a library. */
    @Test
    void shouldEndWhenMemoryIsOutRatherThanWaitForWhatDied() {
        LongBacktest tooLittle =
                new LongBacktest(SHORT_ROWS, CARDS, SHORT_DAYS, TOO_LITTLE_HEAP_MIB, DIRECT_MIB);

        assertThatThrownBy(() -> tooLittle.run(directory, sentence -> {}))
                .isInstanceOf(UserException.class)
                .hasMessageStartingWith("the backtest failed: ");
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
