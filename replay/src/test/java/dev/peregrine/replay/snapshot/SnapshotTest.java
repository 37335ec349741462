package dev.peregrine.replay.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.Records;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.recovery.RecoveryReport;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.replay.thread.Pace;
import dev.peregrine.scoring.engine.EngineHash;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class SnapshotTest {
    private static final int EVENTS = 3_000;

    private final EngineScript script = new EngineScript(11, EVENTS);
    private final SimulatedLog journal = started("journal");
    private final SimulatedLog records = started("records");
    private final List<Long> trimmed = new ArrayList<>();
    private final JournalTrimmer trimmer = trimmed::add;
    @TempDir Path path;
    private SnapshotDirectory directory;
    private Snapshotter snapshotter;

    @BeforeEach
    void setUp() {
        directory = new SnapshotDirectory(path);
        snapshotter = new Snapshotter(journal, records, directory, script::newEngine, 2, trimmer);
    }

    @Test
    void shouldTakeNoneOfNothing() {
        assertThat(snapshotter.take()).isEmpty();
        assertThat(directory.list()).isEmpty();
    }

    @Test
    void shouldHoldWhatTheEngineHolds() {
        try (ScoringEngine live = script.newEngine()) {
            for (int from = 0; from < EVENTS; from += 600) {
                script.run(live, journal, records, from, from + 600, EVENTS);
                SnapshotFile taken = snapshotter.take().orElseThrow();

                assertThat(taken.sequence()).isEqualTo(records.lastSequence());
                try (ScoringEngine upTo = script.newEngine()) {
                    script.replay(upTo, taken.sequence());
                    SnapshotManifest manifest = taken.verify();
                    assertThat(manifest.sequence()).isEqualTo(taken.sequence());
                    assertThat(manifest.windowsHash()).isEqualTo(upTo.hash().windows());
                    assertThat(manifest.learnerHash()).isEqualTo(upTo.hash().learner());
                    assertThat(manifest.idsHash()).isEqualTo(upTo.hash().ids());
                }
            }
        }
        assertThat(snapshotter.take()).isEmpty();
        assertThat(directory.list()).hasSize(2);
    }

    @Test
    void shouldRecoverFromASnapshotAsFromTheWholeJournal() {
        run(0, 2_000);
        assertThat(snapshotter.take()).isPresent();
        try (ScoringEngine live = script.newEngine()) {
            script.replay(live, 2_000);
            script.run(live, journal, records, 2_000, 2_500, 2_400);
        }
        SimulatedLog keptJournal = journal.crash(journal.endPosition());
        SimulatedLog keptRecords = records.crash(records.endPosition());

        SnapshotDirectory.Restored restored =
                directory.restore(keptRecords.lastSequence(), script::newEngine);
        SnapshotManifest manifest = restored.manifest().orElseThrow();
        RecoveryReport report =
                new Recovery(keptJournal, keptRecords, restored.engine()::onEvent)
                        .from(manifest)
                        .recover();
        keptJournal.startAppending();
        script.run(restored.engine(), keptJournal, keptRecords, 2_500, EVENTS, EVENTS);

        assertThat(report.snapshotSequence()).isEqualTo(manifest.sequence());
        assertThat(report.events()).isEqualTo(2_500 - manifest.sequence());
        assertThat(report.lastSequence()).isEqualTo(2_500);
        assertThat(report.recordsRewritten()).isPositive();
        SimulatedLog unbroken = started("journal");
        SimulatedLog unbrokenRecords = started("records");
        try (ScoringEngine engine = script.newEngine()) {
            script.run(engine, unbroken, unbrokenRecords, 0, EVENTS, EVENTS);
            assertThat(restored.engine().hash()).isEqualTo(engine.hash());
        }
        restored.engine().close();
        assertThat(Records.readAll(keptRecords, 0)).isEqualTo(Records.readAll(unbrokenRecords, 0));
    }

    @Test
    void shouldRefuseAJournalShorterThanTheSnapshot() {
        run(0, 1_000);
        SnapshotFile taken = snapshotter.take().orElseThrow();
        SimulatedLog shorter = started("journal");
        try (ScoringEngine engine = script.newEngine()) {
            script.run(engine, shorter, started("elsewhere"), 0, 500, 500);
        }
        SnapshotDirectory.Restored restored =
                directory.restore(taken.sequence(), script::newEngine);

        assertThatThrownBy(
                        () ->
                                new Recovery(
                                                shorter.crash(shorter.endPosition()),
                                                records.crash(records.endPosition()),
                                                restored.engine()::onEvent)
                                        .from(restored.manifest().orElseThrow())
                                        .recover())
                .isInstanceOf(LogException.class)
                .hasMessageContaining("journal: has lost acknowledged events");
        restored.engine().close();
    }

    @Test
    void shouldTrimBehindTheOlderOfTwo() {
        run(0, 1_000);
        long olderPosition = snapshotter.take().orElseThrow().manifest().journalPosition();
        assertThat(trimmed).isEmpty();
        run(1_000, 2_000);
        SnapshotFile newer = snapshotter.take().orElseThrow();
        assertThat(trimmed).containsExactly(olderPosition);
        run(2_000, 3_000);
        assertThat(snapshotter.take()).isPresent();
        assertThat(trimmed).containsExactly(olderPosition, newer.manifest().journalPosition());
    }

    @Test
    void shouldNotTrimBehindADamagedOne() throws IOException {
        run(0, 1_000);
        SnapshotFile older = snapshotter.take().orElseThrow();
        byte[] bytes = Files.readAllBytes(older.path());
        bytes[bytes.length / 2] ^= 4;
        Files.write(older.path(), bytes);
        run(1_000, 2_000);

        assertThatThrownBy(snapshotter::take)
                .isInstanceOf(SnapshotException.class)
                .hasMessageContaining("damaged at block");
        assertThat(trimmed).isEmpty();
        assertThat(directory.list()).hasSize(2);
    }

    @Test
    void shouldPassOverADamagedSnapshot() throws IOException {
        run(0, 1_000);
        SnapshotFile older = snapshotter.take().orElseThrow();
        run(1_000, 2_000);
        SnapshotFile newer = snapshotter.take().orElseThrow();
        byte[] bytes = Files.readAllBytes(newer.path());
        bytes[bytes.length / 2] ^= 4;
        Files.write(newer.path(), bytes);

        SnapshotDirectory.Restored restored =
                directory.restore(records.lastSequence(), script::newEngine);

        assertThat(restored.manifest().orElseThrow().sequence()).isEqualTo(older.sequence());
        assertThat(restored.refused()).hasSize(1);
        assertThat(restored.refused().get(0))
                .contains(newer.path().toString())
                .contains("damaged at block");
        restored.engine().close();
    }

    @Test
    void shouldLoadTheSameAheadAsAlone() throws IOException {
        run(0, EVENTS);
        SnapshotFile taken = snapshotter.take().orElseThrow();
        EngineHash expected;
        try (ScoringEngine alone = script.newEngine();
                SnapshotReader reader = SnapshotReader.paced(taken.path(), Pace.full())) {
            alone.load(reader);
            reader.end();
            expected = alone.hash();
        }
        try (ScoringEngine ahead = script.newEngine();
                SnapshotReader reader = SnapshotReader.ahead(taken.path())) {
            ahead.load(reader);
            reader.end();
            assertThat(ahead.hash()).isEqualTo(expected);
        }
        assertThat(expected.windows()).isEqualTo(taken.manifest().windowsHash());

        byte[] bytes = Files.readAllBytes(taken.path());
        bytes[bytes.length / 2] ^= 4;
        Files.write(taken.path(), bytes);
        try (ScoringEngine damaged = script.newEngine();
                SnapshotReader reader = SnapshotReader.ahead(taken.path())) {
            assertThatThrownBy(() -> damaged.load(reader))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("damaged at block");
        }
    }

    @Test
    void shouldGoOnWithTheStateThatWasKept() throws IOException {
        List<ScoringEngine> made = new ArrayList<>();
        Supplier<ScoringEngine> engines =
                () -> {
                    made.add(script.newEngine());
                    return made.get(made.size() - 1);
                };
        try (Snapshotter keeping =
                new Snapshotter(journal, records, directory, engines, 2, trimmer).keepState(true)) {
            for (int from = 0; from < 2_000; from += 500) {
                run(from, from + 500);
                SnapshotFile taken = keeping.take().orElseThrow();
                try (ScoringEngine upTo = script.newEngine()) {
                    script.replay(upTo, taken.sequence());
                    assertThat(taken.manifest().windowsHash()).isEqualTo(upTo.hash().windows());
                    assertThat(taken.manifest().idsHash()).isEqualTo(upTo.hash().ids());
                }
            }
            assertThat(made).hasSize(1);

            Path newest = directory.list().get(0).path();
            byte[] bytes = Files.readAllBytes(newest);
            bytes[bytes.length / 2] ^= 4;
            Files.write(newest, bytes);
            run(2_000, 2_500);
            assertThatThrownBy(keeping::take).isInstanceOf(SnapshotException.class);
            run(2_500, EVENTS);
            assertThat(keeping.take()).isPresent();
            assertThat(made).hasSize(2);
        }
    }

    @Test
    void shouldTakeNoneAfterAStop() {
        run(0, 1_000);
        snapshotter.share(0.5).stop();

        assertThat(snapshotter.take()).isEmpty();
        assertThat(path).isEmptyDirectory();
    }

    @Test
    void shouldGiveUpWhenTheTimeIsUp() {
        run(0, 1_000);
        try (ScoringEngine engine = script.newEngine()) {
            script.replay(engine, 1_000);
            JournalPoint end = new JournalPoint(journal.durablePosition(), engine.watermarkNs());

            assertThatThrownBy(() -> snapshotter.write(engine, end, 0))
                    .isInstanceOf(SnapshotException.class)
                    .hasMessageContaining("not finished in the 0 ms");
            assertThat(path).isEmptyDirectory();
            assertThat(snapshotter.write(engine, end, Long.MAX_VALUE).verify().sequence())
                    .isEqualTo(engine.lastSequence());
        }
    }

    @Test
    void shouldPassOverWhatIsNewerThanTheRecords() {
        run(0, 1_000);
        SnapshotFile taken = snapshotter.take().orElseThrow();

        SnapshotDirectory.Restored restored =
                directory.restore(taken.sequence() - 1, script::newEngine);

        assertThat(restored.manifest()).isEmpty();
        assertThat(restored.engine().lastSequence()).isZero();
        assertThat(restored.refused().get(0)).contains("the records end at");
        restored.engine().close();
    }

    @Test
    void shouldNoticeAnyFlippedByte() throws IOException {
        run(0, 60);
        SnapshotFile taken = snapshotter.take().orElseThrow();
        byte[] bytes = Files.readAllBytes(taken.path());
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= 1;
            Files.write(taken.path(), bytes);
            assertThatThrownBy(taken::verify)
                    .as("byte %d of %d", i, bytes.length)
                    .isInstanceOf(SnapshotException.class);
            bytes[i] ^= 1;
        }
        for (int length : List.of(0, 7, 8, 200, bytes.length - 8, bytes.length - 1)) {
            Files.write(taken.path(), Arrays.copyOf(bytes, length));
            assertThatThrownBy(taken::verify).isInstanceOf(SnapshotException.class);
        }
        Files.write(taken.path(), Arrays.copyOf(bytes, bytes.length + 1));
        assertThatThrownBy(taken::verify).hasMessageContaining("bytes after the end");
    }

    @Test
    void shouldLeaveNothingUnfinished() throws IOException {
        run(0, 100);
        Path left = Files.write(path.resolve("snapshot-1.pgs.unfinished"), new byte[10]);

        assertThat(snapshotter.take()).isPresent();

        assertThat(left).doesNotExist();
    }

    private void run(int from, int to) {
        try (ScoringEngine engine = script.newEngine()) {
            script.replay(engine, from);
            script.run(engine, journal, records, from, to, EVENTS);
        }
    }

    private static SimulatedLog started(String name) {
        SimulatedLog log = SimulatedLog.durableAtOnce(name);
        log.startAppending();
        return log;
    }
}
