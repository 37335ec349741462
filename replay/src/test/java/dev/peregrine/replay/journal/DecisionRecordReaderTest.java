package dev.peregrine.replay.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.recovery.RecoveryReport;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.verify.JournalVerifier;
import dev.peregrine.replay.verify.VerificationReport;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.pipeline.DecisionCache;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Recovery, lookup and verification over the archive, in the order in which a node uses them. */
@Timeout(180)
class DecisionRecordReaderTest {
    private static final int EVENTS = 8_000;

    @TempDir Path directory;
    private final EngineScript script = new EngineScript(15, EVENTS);

    @Test
    void shouldFindEveryDecisionAfterARestart() {
        int killedAt = 5_000;
        try (TestHost host = TestHost.start(directory, 4 << 20, 16 << 20);
                ArchiveLog journal = host.openJournal();
                ArchiveLog records = host.openRecords()) {
            journal.startAppending();
            records.startAppending();
            script.run(script.newEngine(), journal, records, 0, killedAt, killedAt - 500);
        }
        try (TestHost host = TestHost.start(directory, 4 << 20, 16 << 20);
                ArchiveLog journal = host.openJournal();
                ArchiveLog records = host.openRecords();
                DecisionRecordReader reader = new DecisionRecordReader(records)) {
            DecisionCache cache = new DecisionCache(1 << 14, 64 << 20);
            ScoringEngine engine = script.newEngine();
            RecoveryReport report =
                    new Recovery(journal, records, engine::onEvent)
                            .lookup(reader)
                            .cache(cache)
                            .recover();
            journal.startAppending();
            assertThat(report.recordsRewritten()).isPositive();

            assertFinds(reader, cache, killedAt);

            script.run(engine, journal, records, killedAt, EVENTS, EVENTS);
            assertThat(reader.find(EVENTS, (buffer, offset, length) -> {})).isFalse();
        }
        try (TestHost host = TestHost.start(directory, 4 << 20, 16 << 20);
                ArchiveLog journal = host.openJournal();
                ArchiveLog records = host.openRecords()) {
            VerificationReport report =
                    JournalVerifier.verify(
                            journal, records, script.newEngine()::onEvent, ReplayProgress.NONE);

            assertThat(report.differences()).isEmpty();
            assertThat(report.missingAtEnd()).isZero();
            assertThat(report.events()).isEqualTo(EVENTS);
        }
    }

    /** The cache was filled from the records read in order, and is the oracle. */
    private static void assertFinds(DecisionRecordReader reader, DecisionCache cache, int last) {
        Random random = new Random(3);
        int found = 0;
        for (int i = 0; i < 2_000; i++) {
            long sequence = 1L + random.nextInt(last);
            boolean expected = cache.find(sequence);
            boolean actual =
                    reader.find(
                            sequence,
                            (buffer, offset, length) -> {
                                byte[] body = new byte[length];
                                buffer.getBytes(offset, body);
                                byte[] cached = new byte[cache.length()];
                                cache.buffer().getBytes(cache.offset(), cached);
                                assertThat(body).isEqualTo(cached);
                            });
            assertThat(actual).isEqualTo(expected);
            found += actual ? 1 : 0;
        }
        assertThat(found).isGreaterThan(1_000);
    }
}
