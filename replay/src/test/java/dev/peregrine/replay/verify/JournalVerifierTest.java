package dev.peregrine.replay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.RefusalRecordDecoder;
import dev.peregrine.protocol.codec.StateHashRecordDecoder;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.sim.SimulatedLog;
import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ExpandableArrayBuffer;
import org.agrona.MutableDirectBuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JournalVerifierTest {
    private static final int EVENTS = 2_000;
    private static final int SBE_HEADER = 8;

    private final EngineScript script = new EngineScript(8, EVENTS);
    private final SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private final SimulatedLog records = SimulatedLog.durableAtOnce("records");

    /** Changes a record in place, or says that it is to be left out. */
    @FunctionalInterface
    private interface Tampering {
        boolean keep(long sequence, int templateId, MutableDirectBuffer message, int length);
    }

    @BeforeEach
    void run() {
        journal.startAppending();
        records.startAppending();
        script.run(script.newEngine(), journal, records, 0, EVENTS, EVENTS);
    }

    @Test
    void shouldProveEveryRecordEqual() {
        VerificationReport report = verify(records);

        assertThat(report.proven()).isTrue();
        assertThat(report.events()).isEqualTo(EVENTS);
        assertThat(report.lastSequence()).isEqualTo(EVENTS);
        assertThat(report.decisions()).isGreaterThan(1_000);
        assertThat(report.refusals()).isGreaterThan(30);
        assertThat(report.stateHashes()).isGreaterThan(20);
        assertThat(report.missingAtEnd()).isZero();
        assertThat(report.finalHash()).matches("[0-9a-f]{32} [0-9a-f]{32} [0-9a-f]{32}");
    }

    @Test
    void shouldCountRecordsMissingAtTheEnd() {
        VerificationReport report =
                verify(tampered((sequence, id, message, length) -> sequence <= EVENTS - 100));

        assertThat(report.proven()).isTrue();
        assertThat(report.missingAtEnd()).isBetween(60L, 100L);
    }

    @Test
    void shouldReportARecordMissingInTheMiddle() {
        AtomicBoolean dropped = new AtomicBoolean();
        VerificationReport report =
                verify(
                        tampered(
                                (sequence, id, message, length) ->
                                        sequence < 500 || dropped.getAndSet(true)));

        assertThat(report.differenceCount()).isEqualTo(1);
        assertThat(report.differences().get(0).recorded()).isEqualTo("no record");
    }

    @Test
    void shouldNameAFeatureThatDiffersInOneBit() {
        Difference difference = firstDifference(DecisionRecordDecoder.TEMPLATE_ID, 24 + 4 + 8);

        assertThat(difference.field()).isEqualTo("features[1]");
    }

    @Test
    void shouldNameABodyThatDiffers() {
        int features = 4 + 3 * Double.BYTES;
        int bitSets = 2 * 4;
        Difference difference =
                firstDifference(
                        DecisionRecordDecoder.TEMPLATE_ID, 24 + features + bitSets + 4 + 20);

        assertThat(difference.field()).isEqualTo("body, byte 20");
    }

    @Test
    void shouldNameARefusalAndAStateHashThatDiffer() {
        assertThat(firstDifference(RefusalRecordDecoder.TEMPLATE_ID, 16).field()).isEqualTo("code");
        assertThat(firstDifference(StateHashRecordDecoder.TEMPLATE_ID, 16).field())
                .isEqualTo("windows");
    }

    @Test
    void shouldReportRecordsOfEventsThatTheJournalDoesNotHave() {
        SimulatedLog shorter = SimulatedLog.durableAtOnce("journal");
        SimulatedLog unused = SimulatedLog.durableAtOnce("records");
        shorter.startAppending();
        unused.startAppending();
        script.run(script.newEngine(), shorter, unused, 0, EVENTS - 10, EVENTS);

        VerificationReport report =
                JournalVerifier.verify(
                        shorter, records, script.newEngine()::onEvent, ReplayProgress.NONE);

        assertThat(report.proven()).isFalse();
        assertThat(report.differences())
                .allSatisfy(d -> assertThat(d.recomputed()).isEqualTo("no record"));
    }

    /** Flips a bit in the first record of a kind after the hundredth event. */
    private Difference firstDifference(int templateId, int byteAfterHeader) {
        AtomicBoolean flipped = new AtomicBoolean();
        VerificationReport report =
                verify(
                        tampered(
                                (sequence, id, message, length) -> {
                                    if (sequence > 100
                                            && id == templateId
                                            && !flipped.getAndSet(true)) {
                                        int index = SBE_HEADER + byteAfterHeader;
                                        message.putByte(index, (byte) (message.getByte(index) ^ 1));
                                    }
                                    return true;
                                }));
        assertThat(flipped).isTrue();
        assertThat(report.proven()).isFalse();
        assertThat(report.differenceCount()).isEqualTo(1);
        return report.differences().get(0);
    }

    private VerificationReport verify(SimulatedLog someRecords) {
        return JournalVerifier.verify(
                journal, someRecords, script.newEngine()::onEvent, ReplayProgress.NONE);
    }

    private SimulatedLog tampered(Tampering tampering) {
        SimulatedLog copy = SimulatedLog.durableAtOnce("records");
        copy.startAppending();
        MutableDirectBuffer message = new ExpandableArrayBuffer();
        records.read(
                0,
                (end, epoch, sequence, time, buffer, offset, length) -> {
                    message.putBytes(0, buffer, offset, length);
                    if (tampering.keep(sequence, message.getShort(2) & 0xFFFF, message, length)) {
                        copy.append(epoch, sequence, time, message, 0, length);
                    }
                    return true;
                });
        return copy;
    }
}
