package dev.peregrine.scoring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.PolicyFixtures;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.EpochNanoClock;
import org.agrona.concurrent.SystemEpochNanoClock;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class PipelineTest {
    private static final int RING_SIZE = 64;
    private static final long SESSION = 7;

    private final MemoryLog journal = new MemoryLog();
    private final MemoryLog records = new MemoryLog();
    private final RecordingEgress egress = new RecordingEgress();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private EpochNanoClock clock = new IngressClock();
    private ScoringEngine engine;
    private Pipeline pipeline;

    @AfterEach
    void close() {
        if (pipeline != null) {
            pipeline.close();
            engine.close();
        }
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAnswerOnlyWhatTheJournalCovers(ThreadingPreset preset) {
        start(preset);
        journal.durableAtOnce = false;
        journal.durable = 1;
        offerPayment(1, "1");
        offerPayment(2, "2");
        await(() -> journal.written.size() == 3 && engine.lastSequence() == 3);
        assertThat(egress.answers).isEmpty();
        assertThat(records.written).isEmpty();
        journal.durable = 2;
        await(() -> egress.answers.size() == 1);
        assertThat(records.written).hasSize(1);
        journal.durable = 3;
        await(() -> egress.answers.size() == 2);
        assertThat(egress.answers).containsExactly("1:DECISION:2", "2:DECISION:3");
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldJournalInOrderAndRecordTheDecision(ThreadingPreset preset) {
        start(preset);
        for (int i = 0; i < 1000; i++) {
            offerPayment(i, "event-" + i);
        }
        await(() -> egress.answers.size() == 1000);
        for (int i = 0; i < journal.written.size(); i++) {
            assertThat(journal.written.get(i).sequence()).isEqualTo(i + 1);
            assertThat(journal.written.get(i).epoch()).isEqualTo(1);
        }
        assertThat(journal.written)
                .isSortedAccordingTo((a, b) -> Long.compare(a.ingressTimeNs(), b.ingressTimeNs()));
        DecisionRecordDecoder record = new DecisionRecordDecoder();
        MemoryLog.Written last = records.written.get(999);
        record.wrapAndApplyHeader(last.message(), 0, new MessageHeaderDecoder());
        assertThat(record.sequence()).isEqualTo(1001);
        assertThat(record.featuresLength()).isEqualTo(8 * Double.BYTES);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldGiveARetryTheSameBody(ThreadingPreset preset) {
        start(preset);
        offerPayment(1, "1");
        offerPayment(2, "1");
        await(() -> egress.answers.size() == 2);
        assertThat(egress.answers).containsExactly("1:DECISION:2", "2:REPLAYED:3");
        assertThat(egress.bodies.get(1)).isEqualTo(egress.bodies.get(0));
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldRefuseWhenTheRingIsFull(ThreadingPreset preset) {
        start(preset);
        journal.full = true;
        int taken = 0;
        while (tryOfferPayment(taken, "event-" + taken)) {
            taken++;
        }
        assertThat(taken).isEqualTo(RING_SIZE);
        journal.full = false;
        await(() -> egress.answers.size() == RING_SIZE);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAnswerTheBeginningOfABatchThatGoesOn(ThreadingPreset preset) {
        start(preset);
        journal.full = true;
        int taken = 0;
        while (tryOfferPayment(taken, "event-" + taken)) {
            taken++;
        }
        journal.room = 1 + RING_SIZE - HandOver.EVENTS / 2;
        journal.full = false;
        await(() -> egress.answers.size() >= HandOver.EVENTS);
        await(() -> tryOfferPayment(RING_SIZE, "event-" + RING_SIZE));
        assertThat(journal.written).as("the batch goes on").hasSizeLessThan(RING_SIZE);
        journal.room = Long.MAX_VALUE;
        await(() -> egress.answers.size() == RING_SIZE + 1);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAcknowledgeNothingMoreWhenTheJournalFails(ThreadingPreset preset) {
        start(preset);
        journal.failAtPosition = 3;
        for (int i = 0; i < 10; i++) {
            offerPayment(i, "event-" + i);
        }
        await(() -> failure.get() != null);
        await(() -> pipeline.remainingCapacity() == RING_SIZE);
        assertThat(failure.get()).hasMessageContaining("broken at 3");
        assertThat(pipeline.failed()).isTrue();
        assertThat(egress.answers.size()).isLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAnswerEverythingBeforeItStops(ThreadingPreset preset) {
        start(preset);
        for (int i = 0; i < 50; i++) {
            offerPayment(i, "event-" + i);
        }
        assertThat(pipeline.drainAndClose(TimeUnit.SECONDS.toNanos(30))).isTrue();
        assertThat(egress.answers).hasSize(50);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldSayWhenADecisionIsNoLongerKept(ThreadingPreset preset) {
        start(preset, new DecisionCache(1, 16));
        offerPayment(1, "1");
        offerPayment(2, "1");
        await(() -> egress.answers.size() == 2);
        assertThat(egress.answers.get(1)).isEqualTo("2:UNAVAILABLE:3");
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldRecordARefusal(ThreadingPreset preset) {
        start(preset);
        offerPayment(1, "1");
        offer(2, payment("1").amount(77, 978));
        await(() -> egress.answers.size() == 2);
        assertThat(egress.answers.get(1)).isEqualTo("2:REFUSED:3");
        assertThat(pipeline.metrics().refusals(RejectCode.CONFLICT)).isEqualTo(1);
        assertThat(records.written).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAcknowledgeNothingMoreWhenTheRecordsFail(ThreadingPreset preset) {
        start(preset);
        records.failAtPosition = 2;
        offerUntilFailure(preset);
        assertThat(failure.get()).hasMessageContaining("broken at 2");
        assertThat(egress.answers).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAcknowledgeNothingMoreWhenAnAnswerCannotBeGiven(ThreadingPreset preset) {
        start(preset);
        egress.failAt = 2;
        offerUntilFailure(preset);
        assertThat(failure.get()).hasMessage("egress broke");
        assertThat(egress.answers).hasSize(2);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAcknowledgeNothingMoreWhenTheLookUpFails(ThreadingPreset preset) {
        start(
                preset,
                new DecisionCache(1, 16),
                new DecisionLookup() {
                    @Override
                    public boolean find(long sequence, BodyConsumer consumer) {
                        throw new IllegalStateException("look-up broke");
                    }

                    @Override
                    public void onRecorded(long sequence, long endPosition) {}
                });
        offerPayment(0, "0");
        offerPayment(1, "0");
        offerUntilFailure(preset);
        assertThat(failure.get()).hasMessage("look-up broke");
        assertThat(egress.answers).containsExactly("0:DECISION:2");
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldAcknowledgeNothingMoreWhenWhatItStandsOnFails(ThreadingPreset preset) {
        start(preset);
        journal.durableAtOnce = false;
        journal.durable = 1;
        offerPayment(1, "1");
        await(() -> journal.written.size() == 2);
        pipeline.fail(new IllegalStateException("the archive broke"));
        journal.durableAtOnce = true;
        await(() -> pipeline.remainingCapacity() == RING_SIZE);
        assertThat(pipeline.failed()).isTrue();
        assertThat(egress.answers.size() + records.written.size()).isIn(0, 2);
        assertThat(failure.get()).as("told by whoever failed").isNull();
        int before = egress.answers.size();
        offerPayment(2, "2");
        await(() -> pipeline.remainingCapacity() == RING_SIZE);
        assertThat(egress.answers).hasSize(before);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldKeepPaceAgainAfterASlowJournal(ThreadingPreset preset) {
        start(preset);
        journal.durableAtOnce = false;
        journal.durable = 1;
        int taken = 0;
        while (tryOfferPayment(taken, "event-" + taken)) {
            taken++;
        }
        assertThat(taken).as("then overload").isEqualTo(RING_SIZE);
        assertThat(egress.answers).as("none early").isEmpty();
        journal.durableAtOnce = true;
        await(() -> egress.answers.size() == RING_SIZE);
        offerPayment(1000, "after");
        await(() -> egress.answers.size() == RING_SIZE + 1);
    }

    @ParameterizedTest
    @EnumSource(ThreadingPreset.class)
    void shouldMoveOnTheCallersThread(ThreadingPreset preset) throws Exception {
        prepare(preset, null, DecisionLookup.NONE);
        Agent stages = pipeline.startOnCaller();
        stages.onStart();
        journal.durableAtOnce = false;
        journal.durable = 1;
        activate();
        offerPayment(1, "1");
        turn(stages, () -> journal.written.size() == 2 && engine.lastSequence() == 2);
        assertThat(egress.answers).isEmpty();
        offerPayment(2, "2");
        turn(stages, () -> journal.written.size() == 3 && engine.lastSequence() == 3);
        assertThat(records.written).isEmpty();
        journal.durable = 2;
        turn(stages, () -> egress.answers.size() == 1);
        journal.durable = 3;
        turn(stages, () -> egress.answers.size() == 2);
        assertThat(egress.answers).containsExactly("1:DECISION:2", "2:DECISION:3");
        stages.onClose();
        assertThat(pipeline.drainAndClose(TimeUnit.SECONDS.toNanos(30))).isTrue();
    }

    @Test
    void shouldLetOutWhatIsDurableWhileTheJournalIsFull() {
        start(ThreadingPreset.SHARED);
        journal.durableAtOnce = false;
        journal.durable = 1;
        offerPayment(1, "1");
        await(() -> engine.lastSequence() == 2);
        journal.full = true;
        offerPayment(2, "2");
        journal.durable = 2;
        await(() -> egress.answers.size() == 1);
        journal.full = false;
        journal.durableAtOnce = true;
        await(() -> egress.answers.size() == 2);
    }

    @Test
    void shouldLeaveAnEventAloneWhileItIsBeingOffered() throws Exception {
        Semaphore gate = new Semaphore(0);
        Thread offering = new Thread(() -> offerPayment(2, "2"));
        clock =
                () -> {
                    if (Thread.currentThread() == offering) {
                        gate.acquireUninterruptibly();
                    }
                    return SystemEpochNanoClock.INSTANCE.nanoTime();
                };
        prepare(ThreadingPreset.SHARED, null, DecisionLookup.NONE);
        Agent stages = pipeline.startOnCaller();
        stages.onStart();
        activate();
        offerPayment(1, "1");
        turn(stages, () -> egress.answers.size() == 1);
        offering.start();
        turn(stages, gate::hasQueuedThreads);

        assertThat(stages.doWork()).isZero();
        assertThat(journal.written).hasSize(2);
        gate.release(10);
        offering.join();
        turn(stages, () -> egress.answers.size() == 2);
        assertThat(egress.answers).containsExactly("1:DECISION:2", "2:DECISION:3");
        stages.onClose();
        assertThat(pipeline.drainAndClose(TimeUnit.SECONDS.toNanos(30))).isTrue();
    }

    @Test
    void shouldLeaveTheCallersThreadWhenClosed() throws Exception {
        prepare(ThreadingPreset.SHARED, null, DecisionLookup.NONE);
        Agent stages = pipeline.startOnCaller();
        stages.onStart();
        Thread closer = new Thread(pipeline::close);
        closer.start();
        activate();
        turn(stages, () -> !closer.isAlive());
        closer.join();
        int written = journal.written.size();
        offerPayment(1, "1");
        assertThat(stages.doWork()).isZero();
        assertThat(journal.written).hasSize(written);
    }

    private static void turn(Agent stages, BooleanSupplier until) {
        await(
                () -> {
                    try {
                        stages.doWork();
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return until.getAsBoolean();
                });
    }

    private void offerUntilFailure(ThreadingPreset preset) {
        for (int i = 10; i < 20; i++) {
            offerPayment(i, "event-" + i);
        }
        await(() -> failure.get() != null);
        await(() -> pipeline.remainingCapacity() == RING_SIZE);
        assertThat(pipeline.failed()).as("%s", preset).isTrue();
    }

    private void start(ThreadingPreset preset) {
        start(preset, null);
    }

    private void start(ThreadingPreset preset, DecisionCache cache) {
        start(preset, cache, DecisionLookup.NONE);
    }

    private void start(ThreadingPreset preset, DecisionCache cache, DecisionLookup lookup) {
        prepare(preset, cache, lookup);
        pipeline.start();
        activate();
        await(() -> pipeline.remainingCapacity() == RING_SIZE);
    }

    private void activate() {
        int length = PolicyFixtures.encodeActivation(new ControlEventEncoder(), buffer);
        assertThat(pipeline.offer(0, 0, buffer, 0, length)).isTrue();
    }

    private void prepare(ThreadingPreset preset, DecisionCache cache, DecisionLookup lookup) {
        engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> PolicyFixtures.policy())
                                .stores(HeapFeatureStore::new)
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
        pipeline =
                new Pipeline(
                        new PipelineContext()
                                .engine(engine)
                                .journal(journal)
                                .records(records)
                                .egress(egress)
                                .cache(cache)
                                .lookup(lookup)
                                .preset(preset)
                                .clock(clock)
                                .ringSize(RING_SIZE)
                                .failureHandler((stage, thrown) -> failure.set(thrown)));
    }

    private TransactionBuilder payment(String eventId) {
        return new TransactionBuilder()
                .tenantId(1)
                .eventId(eventId)
                .eventTimeNs(System.currentTimeMillis() / 100_000 * 100_000 * 1_000_000)
                .amount(1000, 978)
                .card("card")
                .merchant("merchant");
    }

    private void offerPayment(long correlationId, String eventId) {
        await(() -> tryOfferPayment(correlationId, eventId));
    }

    private boolean tryOfferPayment(long correlationId, String eventId) {
        return pipeline.offer(
                SESSION, correlationId, buffer, 0, payment(eventId).encode(buffer, 0));
    }

    private void offer(long correlationId, TransactionBuilder payment) {
        await(() -> pipeline.offer(SESSION, correlationId, buffer, 0, payment.encode(buffer, 0)));
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("deadline").isLessThan(deadline);
            LockSupport.parkNanos(10_000);
        }
    }

    private static final class RecordingEgress implements Egress {
        final List<String> answers = new CopyOnWriteArrayList<>();
        final List<byte[]> bodies = new CopyOnWriteArrayList<>();
        volatile int failAt = Integer.MAX_VALUE;

        @Override
        public void onResult(EventSlot slot) {
            if (slot.sessionId != SESSION) {
                return;
            }
            if (answers.size() == failAt) {
                throw new IllegalStateException("egress broke");
            }
            if (slot.result.kind == EventResult.Kind.DECISION) {
                keep(slot.result.body, 0, slot.result.bodyLength);
            }
            answers.add(slot.correlationId + ":" + slot.result.kind + ":" + slot.sequence);
        }

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
            keep(body, offset, length);
            answers.add(slot.correlationId + ":REPLAYED:" + slot.sequence);
        }

        @Override
        public void onDecisionUnavailable(EventSlot slot) {
            answers.add(slot.correlationId + ":UNAVAILABLE:" + slot.sequence);
        }

        private void keep(DirectBuffer body, int offset, int length) {
            byte[] bytes = new byte[length];
            body.getBytes(offset, bytes);
            bodies.add(Arrays.copyOf(bytes, length));
        }
    }
}
