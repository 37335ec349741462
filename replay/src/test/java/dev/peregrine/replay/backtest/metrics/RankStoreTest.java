package dev.peregrine.replay.backtest.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.snapshot.StateFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RankStoreTest {
    private static final int RUN_LENGTH = 50;
    private static final int ENTRIES = 1_000;

    @TempDir private Path directory;

    /** The killed store wrote further runs behind the checkpoint, which must not be seen. */
    @Test
    void shouldGoOnFromACheckpoint() throws Exception {
        for (int saved : new int[] {0, 7, 49, 50, 51, 333, 999}) {
            StateFile file = new StateFile(directory.resolve("state-" + saved));
            Path ranks = directory.resolve("ranks-" + saved);
            try (RankStore killed = new RankStore(ranks, RUN_LENGTH)) {
                add(killed, 0, saved);
                file.write(new byte[] {1}, killed::save);
                add(killed, saved, ENTRIES);
                killed.keepFile();
            }
            try (RankStore resumed = new RankStore(ranks, RUN_LENGTH);
                    RankStore whole = new RankStore(directory.resolve("whole"), RUN_LENGTH)) {
                file.read(resumed::load);
                add(resumed, saved, ENTRIES);
                add(whole, 0, ENTRIES);

                assertThat(cells(resumed)).isEqualTo(cells(whole)).hasSizeGreaterThan(100);
                assertThat(resumed.total().goods()).isEqualTo(whole.total().goods());
            }
            assertThat(ranks).doesNotExist();
        }
    }

    private static void add(RankStore store, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            Random random = new Random(i);
            random.nextLong();
            Outcome outcome = random.nextInt(5) == 0 ? Outcome.FRAUD : Outcome.GOOD;
            store.add(random.nextInt(400) / 7.0 - 20, outcome, random.nextInt(10_000));
        }
    }

    private static List<String> cells(RankStore store) throws Exception {
        List<String> cells = new ArrayList<>();
        store.descending(
                (rank, cell) ->
                        cells.add(
                                rank
                                        + " "
                                        + cell.frauds()
                                        + " "
                                        + cell.goods()
                                        + " "
                                        + cell.fraudMoney()
                                        + " "
                                        + cell.goodMoney()));
        return cells;
    }
}
