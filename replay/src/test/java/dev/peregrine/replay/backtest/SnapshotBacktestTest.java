package dev.peregrine.replay.backtest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.backtest.input.JournalSource;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backtest of a journal that begins with the state of a node's snapshot. */
@Timeout(120)
class SnapshotBacktestTest {
    private static final int EVENTS = 5_000;
    private static final List<Integer> SNAPSHOTS = List.of(1_000, 2_000, 3_000);
    private static final int FROM = 3_300;
    private static final List<String> FILES =
            List.of("decisions.csv", "features.csv", "weights/learner.json");

    private final EngineScript script = new EngineScript(21, EVENTS);
    private final SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private final SimulatedLog records = SimulatedLog.durableAtOnce("records");
    @TempDir private Path directory;
    private Path snapshots;

    @BeforeEach
    void run() throws IOException {
        journal.startAppending();
        records.startAppending();
        snapshots = Files.createDirectory(directory.resolve("snapshots"));
        Snapshotter snapshotter =
                new Snapshotter(
                        journal,
                        records,
                        new SnapshotDirectory(snapshots),
                        script::newEngine,
                        SNAPSHOTS.size(),
                        position -> {});
        try (ScoringEngine engine = script.newEngine()) {
            int from = 0;
            for (int to : SNAPSHOTS) {
                script.run(engine, journal, records, from, to, EVENTS);
                assertThat(snapshotter.take()).isPresent();
                from = to;
            }
            script.run(engine, journal, records, from, EVENTS, EVENTS);
        }
    }

    @Test
    void shouldEndAsABacktestFromTheJournalsBeginning() throws Exception {
        BacktestResult whole = run("whole", script.policy(), Optional.empty());
        assertThat(whole.tally().decided()).isGreaterThan(1_000);

        for (SnapshotFile file : new SnapshotDirectory(snapshots).list()) {
            SnapshotChoice.Chosen chosen = choice().of(file.sequence(), fromNs());
            String name = "after-" + file.sequence();
            BacktestResult behind = run(name, script.policy(), Optional.of(chosen));

            for (String written : FILES) {
                assertThat(directory.resolve(name).resolve(written))
                        .hasSameBinaryContentAs(directory.resolve("whole").resolve(written));
            }
            assertThat(behind.tally().decided()).isEqualTo(whole.tally().decided());
            assertThat(behind.tally().rows())
                    .as("only what came after it is run")
                    .isLessThanOrEqualTo(EVENTS - file.sequence());
            assertThat(behind.first().stateHash().windows())
                    .isEqualTo(whole.first().stateHash().windows());
            assertThat(behind.first().stateHash().learner())
                    .isEqualTo(whole.first().stateHash().learner());
        }
    }

    @Test
    void shouldGoOnAfterAnInterruption() throws Exception {
        assertThat(run("whole", script.policy(), Optional.empty()).ending())
                .isEqualTo(Ending.COMPLETE);
        Optional<SnapshotChoice.Chosen> chosen = Optional.of(choice().before(fromNs()));
        int[] asked = new int[1];
        try (BacktestEngine engine = engine(script.policy(), chosen)) {
            BacktestContext interrupted =
                    context("interrupted", script.policy(), engine, chosen)
                            .stop(() -> asked[0]++ >= 900);
            assertThat(Backtest.run(interrupted).ending()).isEqualTo(Ending.INTERRUPTED);
        }

        try (BacktestEngine engine = engine(script.policy(), chosen)) {
            BacktestContext resumed =
                    context("interrupted", script.policy(), engine, chosen).resume(true);
            assertThat(Backtest.run(resumed).ending()).isEqualTo(Ending.COMPLETE);
        }

        for (String written : FILES) {
            assertThat(directory.resolve("interrupted").resolve(written))
                    .hasSameBinaryContentAs(directory.resolve("whole").resolve(written));
        }
    }

    @Test
    void shouldTakeTheNewestThatIsNotLaterThanWhatIsMeasured() throws Exception {
        List<SnapshotFile> files = new SnapshotDirectory(snapshots).list();
        assertThat(files).hasSize(SNAPSHOTS.size());
        assertThat(choice().before(fromNs()).file()).isEqualTo(files.get(0));
        assertThat(choice().before(EngineScript.timeNs(2_500)).file()).isEqualTo(files.get(1));
        assertThat(choice().before(EvaluationWindow.ALL.fromNs()).file()).isEqualTo(files.get(2));
    }

    @Test
    void shouldSayWhyASnapshotIsOfNoUse() throws Exception {
        SnapshotFile oldest = new SnapshotDirectory(snapshots).list().get(2);
        assertThatThrownBy(() -> choice().of(7, fromNs()))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("no snapshot of event 7, only of ");
        assertThatThrownBy(() -> choice().before(EngineScript.timeNs(10)))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining(oldest.path() + ": is of 2025-")
                .hasMessageContaining("later than --from 2025-");
        assertThatThrownBy(() -> choice().of(oldest.sequence(), EngineScript.timeNs(10)))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("later than --from");
        assertThatThrownBy(() -> new SnapshotChoice(directory, journal).before(fromNs()))
                .isInstanceOf(BacktestException.class)
                .hasMessage(directory + ": no snapshots here");
        SimulatedLog shorter = SimulatedLog.durableAtOnce("journal");
        shorter.startAppending();
        assertThatThrownBy(() -> new SnapshotChoice(snapshots, shorter).before(fromNs()))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("no snapshot lies within what is left of the journal");
        assertThatThrownBy(
                        () ->
                                new SnapshotChoice(snapshots, shorter)
                                        .of(oldest.sequence(), fromNs()))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining("the journal does not hold what came after event ");
    }

    @Test
    void shouldRefuseAPolicyWithOtherFeaturesByTheirNames() throws Exception {
        Files.createDirectory(directory.resolve("wider"));
        Path earlier = Files.writeString(directory.resolve("wider/decisions.csv"), "earlier");
        SnapshotChoice.Chosen chosen = choice().before(fromNs());

        assertThatThrownBy(() -> run("wider", script.widerPolicy(), Optional.of(chosen)))
                .isInstanceOf(BacktestException.class)
                .hasMessage(
                        chosen.file().path()
                                + ": holds the features of policy script version 1, which are not"
                                + " those of policy wider version 1: feature 'card_sum_2d' is new,"
                                + " feature 'card_count_2d' is new, feature 'merchant_mean_1d' is"
                                + " new");
        assertThat(earlier).as("results of an earlier run").hasContent("earlier");
    }

    @Test
    void shouldRefuseADamagedSnapshot() throws Exception {
        SnapshotChoice.Chosen chosen = choice().before(fromNs());
        byte[] bytes = Files.readAllBytes(chosen.file().path());
        bytes[bytes.length - 30] ^= 1;
        Files.write(chosen.file().path(), bytes);

        assertThatThrownBy(() -> run("damaged", script.policy(), Optional.of(chosen)))
                .isInstanceOf(BacktestException.class)
                .hasMessageContaining(chosen.file().path() + ": damaged at block ");
    }

    private SnapshotChoice choice() {
        return new SnapshotChoice(snapshots, journal);
    }

    private static long fromNs() {
        return EngineScript.timeNs(FROM);
    }

    private BacktestResult run(
            String out, PolicyBundle policy, Optional<SnapshotChoice.Chosen> chosen)
            throws Exception {
        try (BacktestEngine engine = engine(policy, chosen)) {
            BacktestResult result = Backtest.run(context(out, policy, engine, chosen));
            assertThat(result.error()).isNull();
            assertThat(result.ending()).isEqualTo(Ending.COMPLETE);
            return result;
        }
    }

    private BacktestContext context(
            String out,
            PolicyBundle policy,
            BacktestEngine engine,
            Optional<SnapshotChoice.Chosen> chosen) {
        return new BacktestContext()
                .input(directory)
                .journal(
                        new JournalSource(
                                directory,
                                journal,
                                records,
                                1,
                                chosen.map(SnapshotChoice.Chosen::manifest)))
                .outputDirectory(directory.resolve(out))
                .window(new EvaluationWindow(fromNs(), Long.MAX_VALUE, Long.MAX_VALUE))
                .candidate(policy, engine)
                .checkpointEvery(Duration.ofHours(1))
                .emit(EnumSet.allOf(Emission.class));
    }

    private BacktestEngine engine(PolicyBundle policy, Optional<SnapshotChoice.Chosen> chosen) {
        ChronicleFeatureStoreFactory stores = ChronicleFeatureStoreFactory.inMemory();
        return chosen.isEmpty()
                ? new BacktestEngine(policy, stores, 1 << 14)
                : new BacktestEngine(
                        policy,
                        stores,
                        1 << 14,
                        new SnapshotStart(
                                chosen.get().file(),
                                1,
                                new byte[EngineContext.KEY_SECRET_LENGTH],
                                (word0, word1, word2, word3) -> script.policy(),
                                1));
    }
}
