package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.replay.ChildJvm;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A backtest of a journal that was interrupted or killed, and whose journal has grown, ends as if
 * nothing had happened.
 */
@Timeout(180)
class JournalResumeTest {
    private static final int AT_FIRST = 6_000;
    private static final int KILLS = 2;

    @TempDir private Path directory;
    private Path whole;

    @BeforeEach
    void runWithoutInterruption() throws Exception {
        whole = directory.resolve("whole");
        BacktestResult result = new ResumableJournal(directory, whole, AT_FIRST).run();
        assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
        assertThat(result.tally().decided()).isGreaterThan(3_000);
    }

    @Test
    void shouldEndAlikeAfterInterruptions() throws Exception {
        Path out = directory.resolve("interrupted");
        int events = AT_FIRST;
        for (int stop : new int[] {1, 700, 2_011}) {
            BacktestResult result =
                    new ResumableJournal(directory, out, events).resume().stopAfter(stop).run();
            assertThat(result.ending()).isEqualTo(Ending.INTERRUPTED);
            events += 600;
        }

        new ResumableJournal(directory, out, events).resume().run();

        assertAlike(out);
    }

    @Test
    void shouldEndAlikeAfterKills() throws Exception {
        Path out = directory.resolve("killed");
        for (int kill = 0; kill < KILLS; kill++) {
            try (ChildJvm child =
                    ChildJvm.start(
                            ResumableJournal.class,
                            out.toString(),
                            Integer.toString(AT_FIRST + 500 * kill))) {
                String line = child.readLine();
                assertThat(line).as("the child runs").isNotNull();
                assertThat(child.readLine()).as("the child still runs").isNotNull();
                child.kill();
            }
            assertThat(out.resolve(".checkpoint")).exists();
        }

        new ResumableJournal(directory, out, ResumableJournal.EVENTS).resume().run();

        assertAlike(out);
    }

    @Test
    void shouldRefuseAJournalThatHasBecomeShorter() throws Exception {
        Path out = directory.resolve("shorter");
        new ResumableJournal(directory, out, AT_FIRST).stopAfter(2_000).run();

        assertThatThrownBy(() -> new ResumableJournal(directory, out, AT_FIRST / 2).resume().run())
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("the journal is shorter than it was; begin anew");
    }

    private void assertAlike(Path out) throws Exception {
        for (String file : List.of("decisions.csv", "features.csv", "weights/learner.json")) {
            assertThat(out.resolve(file)).hasSameBinaryContentAs(whole.resolve(file));
        }
        assertThat(summaryOf(out)).isEqualTo(summaryOf(whole));
        assertThat(out.resolve(".checkpoint")).doesNotExist();
    }

    /** Without what was measured of the process. */
    private static ObjectNode summaryOf(Path out) throws Exception {
        ObjectNode summary =
                (ObjectNode) new ObjectMapper().readTree(out.resolve("summary.json").toFile());
        summary.remove("timing");
        summary.remove("latency");
        return summary;
    }
}
