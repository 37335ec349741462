package dev.peregrine.replay.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.Records;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.replay.verify.JournalVerifier;
import dev.peregrine.replay.verify.VerificationReport;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import dev.peregrine.scoring.pipeline.DecisionCache;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RecoveryTest {
    private static final int EVENTS = 10_000;

    private final EngineScript script = new EngineScript(4, EVENTS);
    private final SimulatedLog journal = started(SimulatedLog.durableAtOnce("journal"));
    private final SimulatedLog records = started(SimulatedLog.durableAtOnce("records"));

    @Test
    void shouldStartFromNothing() {
        RecoveryReport report =
                new Recovery(
                                SimulatedLog.durableAtOnce("journal"),
                                SimulatedLog.durableAtOnce("records"),
                                script.newEngine()::onEvent)
                        .recover();

        assertThat(report).isEqualTo(new RecoveryReport(0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldMakeMissingRecordsAgainAndGoOnAsIfUnbroken() {
        SimulatedLog unbrokenJournal = started(SimulatedLog.durableAtOnce("journal"));
        SimulatedLog unbrokenRecords = started(SimulatedLog.durableAtOnce("records"));
        script.run(script.newEngine(), unbrokenJournal, unbrokenRecords, 0, EVENTS, EVENTS);

        int killedAt = 6_000;
        script.run(script.newEngine(), journal, records, 0, killedAt, killedAt - 250);
        SimulatedLog survivingJournal = journal.crash(journal.endPosition());
        SimulatedLog survivingRecords = records.crash(records.endPosition());
        ScoringEngine engine = script.newEngine();
        RecoveryReport report =
                new Recovery(survivingJournal, survivingRecords, engine::onEvent).recover();
        survivingJournal.startAppending();
        script.run(engine, survivingJournal, survivingRecords, killedAt, EVENTS, EVENTS);

        assertThat(report.events()).isEqualTo(killedAt);
        assertThat(report.lastSequence()).isEqualTo(killedAt);
        assertThat(report.lastEpoch()).isEqualTo(1);
        assertThat(report.lastIngressTimeNs()).isEqualTo(EngineScript.timeNs(killedAt - 1));
        assertThat(report.recordsRewritten()).isBetween(150L, 250L);
        assertThat(Records.readAll(survivingRecords, 0))
                .isEqualTo(Records.readAll(unbrokenRecords, 0));
        VerificationReport verified = verify(survivingJournal, survivingRecords);
        assertThat(verified.proven()).isTrue();
        assertThat(verified.finalHash())
                .isEqualTo(verify(unbrokenJournal, unbrokenRecords).finalHash());
    }

    @Test
    void shouldTellProgressAndFillTheCache() {
        script.run(script.newEngine(), journal, records, 0, EVENTS, EVENTS - 100);
        DecisionCache cache = new DecisionCache(1 << 14, 16 << 20);
        List<Double> percents = new ArrayList<>();

        RecoveryReport report =
                new Recovery(
                                journal.crash(journal.endPosition()),
                                records.crash(records.endPosition()),
                                script.newEngine()::onEvent)
                        .cache(cache)
                        .progress((events, bytes, percent) -> percents.add(percent))
                        .recover();

        assertThat(percents).isSorted().hasSize(3).last().isEqualTo(100.0);
        assertThat(report.recordsFound()).isGreaterThan(5_000);
        assertThat(cachedDecisions(cache)).isBetween(7_000, 9_000);
    }

    @Test
    void shouldRefuseAJournalThatLostAcknowledgedEvents() {
        script.run(script.newEngine(), journal, records, 0, 100, 100);
        SimulatedLog other = started(SimulatedLog.durableAtOnce("journal"));
        script.run(
                script.newEngine(),
                other,
                started(SimulatedLog.durableAtOnce("elsewhere")),
                0,
                50,
                50);
        Recovery recovery =
                new Recovery(
                        other.crash(other.endPosition()),
                        records.crash(records.endPosition()),
                        script.newEngine()::onEvent);

        assertThatThrownBy(recovery::recover)
                .isInstanceOf(LogException.class)
                .hasMessageContaining("journal: has lost acknowledged events")
                .hasMessageContaining("found 50");
    }

    private VerificationReport verify(SimulatedLog aJournal, SimulatedLog someRecords) {
        return JournalVerifier.verify(
                aJournal, someRecords, script.newEngine()::onEvent, ReplayProgress.NONE);
    }

    private static int cachedDecisions(DecisionCache cache) {
        int found = 0;
        for (int sequence = 1; sequence <= EVENTS; sequence++) {
            found += cache.find(sequence) ? 1 : 0;
        }
        return found;
    }

    private static SimulatedLog started(SimulatedLog log) {
        log.startAppending();
        return log;
    }
}
