package dev.peregrine.replay.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.EngineScript;
import dev.peregrine.replay.recovery.Recovery;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.sim.SimulatedLog;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import dev.peregrine.scoring.pipeline.IngressClock;
import dev.peregrine.scoring.pipeline.Pipeline;
import dev.peregrine.scoring.pipeline.PipelineContext;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The machine's clock steps under a node; recovery and verification follow what it journaled. */
@Timeout(60)
class ClockStepTest {
    private static final long DAY_MS = TimeUnit.DAYS.toMillis(1);

    private final EngineScript script = new EngineScript(1, 1);
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private SimulatedLog journal = SimulatedLog.durableAtOnce("journal");
    private SimulatedLog records = SimulatedLog.durableAtOnce("records");
    private volatile long trueMs = TimeUnit.NANOSECONDS.toMillis(EngineScript.timeNs(0));
    private volatile long stepMs;
    private int payments;

    @Test
    void shouldNeverGoBackNorLeapWithTheMachinesClock() {
        run(
                1,
                pipeline -> {
                    activate(pipeline);
                    pay(pipeline, 0);
                    stepMs = -30_000;
                    pay(pipeline, 1_000);
                    stepMs = 30 * DAY_MS;
                    pay(pipeline, 1_000);
                    stepMs = -30 * DAY_MS;
                    pay(pipeline, 1_000);
                });
        assertThat(answers).hasSize(4).allMatch("DECISION"::equals);
        assertThat(ingressTimes()).isSorted();
        assertThat(ingressTimes().get(4) - ingressTimes().get(0))
                .isLessThan(TimeUnit.MINUTES.toNanos(1));

        restart();
        stepMs = -DAY_MS;
        run(2, pipeline -> pay(pipeline, 10));
        assertThat(ingressTimes().get(5)).as("stands still").isEqualTo(ingressTimes().get(4));
        assertThat(answers).hasSize(5).allMatch("DECISION"::equals);

        restart();
        stepMs = DAY_MS;
        run(3, pipeline -> pay(pipeline, 10));
        assertThat(ingressTimes()).isSorted();
        assertThat(answers).hasSize(6).endsWith(RejectCode.TOO_LATE.name());
        assertProven();
    }

    private interface Steps {
        void on(Pipeline pipeline);
    }

    private void run(long epoch, Steps steps) {
        try (ScoringEngine engine = script.newEngine()) {
            if (epoch == 1) {
                journal.startAppending();
                records.startAppending();
            } else {
                new Recovery(journal, records, engine::onEvent).recover();
                journal.startAppending();
            }
            try (Pipeline pipeline =
                    new Pipeline(
                            new PipelineContext()
                                    .engine(engine)
                                    .journal(journal)
                                    .records(records)
                                    .egress(new Answers())
                                    .epoch(epoch)
                                    .clock(
                                            new IngressClock(
                                                    () -> trueMs + stepMs,
                                                    () -> TimeUnit.MILLISECONDS.toNanos(trueMs)))
                                    .failureHandler(
                                            (stage, thrown) -> answers.add(thrown.toString())))) {
                pipeline.start();
                steps.on(pipeline);
                while (answers.size() < payments) {
                    Thread.onSpinWait();
                }
                assertThat(pipeline.drainAndClose(TimeUnit.SECONDS.toNanos(30))).isTrue();
            }
        }
    }

    private void restart() {
        journal = journal.crash(journal.endPosition());
        records = records.crash(records.endPosition());
    }

    private void assertProven() {
        restart();
        try (ScoringEngine engine = script.newEngine()) {
            VerificationReport report =
                    JournalVerifier.verify(journal, records, engine::onEvent, ReplayProgress.NONE);
            assertThat(report.differences()).isEmpty();
            assertThat(report.decisions()).isEqualTo(5);
            assertThat(report.refusals()).isEqualTo(1);
        }
    }

    private void activate(Pipeline pipeline) {
        byte[] activation = script.event(0);
        buffer.putBytes(0, activation);
        assertThat(pipeline.offer(0, 0, buffer, 0, activation.length)).isTrue();
    }

    /** Milliseconds pass, and a payment comes that has the true time. */
    private void pay(Pipeline pipeline, long milliseconds) {
        long before = trueMs;
        trueMs = before + milliseconds;
        int length =
                new TransactionBuilder()
                        .tenantId(1)
                        .eventId("pay-" + payments++)
                        .eventTimeNs(TimeUnit.MILLISECONDS.toNanos(trueMs))
                        .amount(100, 978)
                        .card("card")
                        .merchant("merchant")
                        .encode(buffer, 0);
        assertThat(pipeline.offer(7, payments, buffer, 0, length)).isTrue();
    }

    private List<Long> ingressTimes() {
        List<Long> times = new ArrayList<>();
        journal.read(
                0,
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    times.add(ingressTimeNs);
                    return true;
                });
        return times;
    }

    private final class Answers implements Egress {
        @Override
        public void onResult(EventSlot slot) {
            if (slot.sessionId != 0) {
                answers.add(
                        slot.result.kind == EventResult.Kind.REFUSED
                                ? slot.result.rejectCode.name()
                                : slot.result.kind.name());
            }
        }

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
            answers.add("REPLAYED");
        }

        @Override
        public void onDecisionUnavailable(EventSlot slot) {
            answers.add("UNAVAILABLE");
        }
    }
}
