package dev.peregrine.replay.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.LogException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A policy with more features is activated in the middle of a journal. */
@Timeout(60)
class JournalFeatureHistoryTest {
    private static final int EVENTS = 6_000;
    private static final int CHANGED_AT = 3_000;

    private final EngineScript script = new EngineScript(7, EVENTS);
    private final SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private final JournalFeatureHistory history =
            new JournalFeatureHistory(journal, script::newEngine);
    private final EventResult result = new EventResult();

    @BeforeEach
    void startJournal() {
        journal.startAppending();
    }

    @Test
    void shouldStartAddedFeaturesAsIfThePolicyHadAlwaysBeenActive() {
        List<String> changed = run(script.newEngine(history));
        List<String> always = new ArrayList<>();
        try (ScoringEngine engine = script.newEngine(script.widerPolicy())) {
            journal.read(
                    0,
                    (end, epoch, sequence, timeNs, message, offset, length) -> {
                        engine.onEvent(epoch, sequence, timeNs, message, offset, length, result);
                        return always.add(describe());
                    });
        }

        assertThat(changed.subList(CHANGED_AT, changed.size()))
                .isEqualTo(always.subList(CHANGED_AT, always.size()))
                .filteredOn(text -> text.startsWith("DECISION"))
                .hasSizeGreaterThan(2_000)
                .allMatch(text -> text.split(",").length == 6);
    }

    @Test
    void shouldGiveTheSameInReplayAsWhatWasPrepared() {
        FeatureHistory prepared =
                (tenantId, bundle, sequence) -> {
                    history.prepare(tenantId, bundle);
                    return history.before(tenantId, bundle, sequence);
                };
        List<String> live = run(script.newEngine(prepared));
        List<String> replayed = new ArrayList<>();
        try (ScoringEngine engine = script.newEngine(history)) {
            journal.read(
                    0,
                    (end, epoch, sequence, timeNs, message, offset, length) -> {
                        engine.onEvent(epoch, sequence, timeNs, message, offset, length, result);
                        return replayed.add(describe());
                    });
        }

        assertThat(replayed).isEqualTo(live);
    }

    @Test
    void shouldCatchUpWithWhatCameAfterItWasPrepared() {
        List<String> live = run(script.newEngine(history), CHANGED_AT - 700);
        List<String> replayed = new ArrayList<>();
        try (ScoringEngine engine = script.newEngine(history)) {
            journal.read(
                    0,
                    (end, epoch, sequence, timeNs, message, offset, length) -> {
                        engine.onEvent(epoch, sequence, timeNs, message, offset, length, result);
                        return replayed.add(describe());
                    });
        }

        assertThat(replayed).isEqualTo(live);
    }

    @Test
    void shouldRefuseAJournalThatIsTooShortForTheWindows() {
        append(500, 0, script.event(0));

        assertThatThrownBy(() -> history.prepare(1, script.widerPolicy()))
                .isInstanceOf(LogException.class)
                .hasMessageContaining("48 h are missing")
                .hasMessageContaining("added_features: cold");
    }

    /** Runs the script through an engine and onto the journal, with the change in the middle. */
    private List<String> run(ScoringEngine engine) {
        return run(engine, -1);
    }

    private List<String> run(ScoringEngine engine, int preparedAt) {
        List<String> results = new ArrayList<>();
        try (engine) {
            for (int i = 0; i < EVENTS; i++) {
                if (i == preparedAt || (preparedAt >= 0 && i == preparedAt + 300)) {
                    engine.prepare(1, script.widerPolicy());
                }
                if (i == CHANGED_AT + 1) {
                    engine.release();
                }
                if (i == CHANGED_AT) {
                    results.add(onEvent(engine, results.size() + 1, i, script.widening()));
                }
                results.add(onEvent(engine, results.size() + 1, i, script.event(i)));
            }
        }
        return results;
    }

    private String onEvent(ScoringEngine engine, int sequence, int i, byte[] event) {
        append(sequence, i, event);
        engine.onEvent(
                1,
                sequence,
                EngineScript.timeNs(i),
                new UnsafeBuffer(event),
                0,
                event.length,
                result);
        return describe();
    }

    private void append(int sequence, int i, byte[] event) {
        assertThat(
                        journal.append(
                                1,
                                sequence,
                                EngineScript.timeNs(i),
                                new UnsafeBuffer(event),
                                0,
                                event.length))
                .isPositive();
    }

    private String describe() {
        return switch (result.kind) {
            case DECISION ->
                    "DECISION "
                            + Arrays.toString(Arrays.copyOf(result.features, result.featureCount));
            case ACK -> "ACK " + result.status;
            case REFUSED -> "REFUSED " + result.rejectCode;
            case DUPLICATE_DECISION, STATE_HASH -> result.kind.toString();
        };
    }
}
