package dev.peregrine.scoring.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.engine.EngineProbe;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.engine.PolicyFixtures;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is measured of an event's way, by a clock that goes twice as far with each reading. */
@Timeout(60)
class StageTest {
    private static final long FIRST_NS = 1_000;

    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final ScoringEngine engine =
            new ScoringEngine(
                    new EngineContext()
                            .policies((w0, w1, w2, w3) -> PolicyFixtures.policy())
                            .stores(HeapFeatureStore::new)
                            .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
    private long nowNs = FIRST_NS;

    @TempDir private Path directory;

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void shouldTimeEachStage() throws Exception {
        SteppedPipeline pipeline = pipeline(Long.MAX_VALUE);
        pass(pipeline);

        Map<String, Long> found = new LinkedHashMap<>();
        new StageTotals(pipeline.metrics())
                .collect(
                        (stage, interval) -> {
                            assertThat(interval.getTotalCount()).isEqualTo(1);
                            found.put(stage.label(), interval.getMaxValue() / 1_000);
                        },
                        () -> {});
        assertThat(found)
                .containsExactly(
                        Map.entry("ingest", 1L),
                        Map.entry("journal", 2L),
                        Map.entry("engine", 8L),
                        Map.entry("durable_wait", 16L),
                        Map.entry("publish", 32L),
                        Map.entry("reply", 64L),
                        Map.entry("total", 127L));
    }

    @Test
    void shouldSumUpWhatWasCollected() throws Exception {
        SteppedPipeline pipeline = pipeline(Long.MAX_VALUE);
        StageTotals totals = new StageTotals(pipeline.metrics());
        for (int i = 0; i < 3; i++) {
            pass(pipeline);
            totals.collect(
                    (stage, interval) -> assertThat(interval.getTotalCount()).isEqualTo(1),
                    () -> {});
        }

        assertThat(totals.total(Stage.ENGINE).getTotalCount()).isEqualTo(3);
    }

    @Test
    void shouldTellARecordingOfSlowEvents() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.peregrine.SlowEvent").withThreshold(Duration.ZERO);
            recording.start();
            pass(pipeline(127_001));
            nowNs = FIRST_NS;
            pass(pipeline(127_000));
            recording.stop();
            Path file = directory.resolve("slow.jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(events).hasSize(1);
            assertThat(events.get(0).getLong("sequence")).isEqualTo(2);
            assertThat(events.get(0).getString("stage")).isEqualTo("reply");
            assertThat(events.get(0).getDuration("engine")).isEqualTo(Duration.ofNanos(8_000));
            assertThat(events.get(0).getDuration("total")).isEqualTo(Duration.ofNanos(127_000));
        }
    }

    @Test
    void shouldTellWhenEachSlowEventEnded() throws Exception {
        try (Recording recording = new Recording()) {
            recording.enable("dev.peregrine.SlowEvent").withThreshold(Duration.ZERO);
            recording.start();
            SteppedPipeline pipeline = pipeline(1);
            pass(pipeline);
            Instant between = Instant.now();
            while (Duration.between(between, Instant.now()).toMillis() < 2) {
                Thread.onSpinWait();
            }
            pass(pipeline);
            recording.stop();
            Path file = directory.resolve("two.jfr");
            recording.dump(file);
            List<RecordedEvent> events = RecordingFile.readAllEvents(file);
            assertThat(events).hasSize(2);
            assertThat(Duration.between(events.get(0).getEndTime(), events.get(1).getEndTime()))
                    .isGreaterThanOrEqualTo(Duration.ofMillis(1));
        }
    }

    @Test
    void shouldShowAProbeThePhasesInTheirOrder() {
        List<EnginePhase> phases = new ArrayList<>();
        List<Long> begun = new ArrayList<>();
        engine.probe(
                new EngineProbe() {
                    @Override
                    public void begin(long sequence) {
                        begun.add(sequence);
                    }

                    @Override
                    public void end(EnginePhase phase) {
                        phases.add(phase);
                    }
                });
        EventResult result = new EventResult();
        int length = PolicyFixtures.encodeActivation(new ControlEventEncoder(), buffer);
        engine.onEvent(1, 1, FIRST_NS, buffer, 0, length, result);
        engine.onEvent(1, 2, FIRST_NS, buffer, 0, payment(), result);

        assertThat(result.kind).isEqualTo(EventResult.Kind.DECISION);
        assertThat(begun).containsExactly(2L);
        assertThat(phases).containsExactly(EnginePhase.values());
    }

    @Test
    void shouldTimeOneTransactionInSome() {
        PhaseProbe probe = new PhaseProbe(() -> nowNs += 100);
        for (int sequence = 1; sequence <= 10 * PhaseProbe.EVERY; sequence++) {
            probe.begin(sequence);
            probe.end(EnginePhase.IDENTITY);
            probe.end(EnginePhase.ENTITIES);
        }

        assertThat(probe.recorder(EnginePhase.ENTITIES).getIntervalHistogram().getTotalCount())
                .isEqualTo(10);
        assertThat(probe.recorder(EnginePhase.IDENTITY).getIntervalHistogram().getMaxValue())
                .isEqualTo(100);
        assertThat(probe.recorder(EnginePhase.RULES).getIntervalHistogram().getTotalCount())
                .isZero();
    }

    private SteppedPipeline pipeline(long slowNs) {
        return new SteppedPipeline(
                new PipelineContext()
                        .engine(engine)
                        .journal(new MemoryLog())
                        .records(new MemoryLog())
                        .egress(new NoEgress())
                        .epoch(engine.lastEpoch() + 1)
                        .ringSize(64)
                        .slowNs(slowNs)
                        .clock(this::tick)
                        .failureHandler((stage, thrown) -> {}));
    }

    /** Reads the clock once for the stamp, and twice, twice and three times in the stages. */
    private void pass(SteppedPipeline pipeline) throws Exception {
        assertThat(pipeline.offer(0, 0, buffer, 0, payment())).isTrue();
        pipeline.step(SteppedPipeline.Stage.JOURNAL);
        pipeline.step(SteppedPipeline.Stage.SCORE);
        pipeline.step(SteppedPipeline.Stage.PUBLISH);
        assertThat(pipeline.isDrained()).isTrue();
    }

    private int payment() {
        return new TransactionBuilder()
                .tenantId(1)
                .eventId("1")
                .eventTimeNs(FIRST_NS)
                .amount(1000, 978)
                .card("card")
                .merchant("merchant")
                .encode(buffer, 0);
    }

    private long tick() {
        long reading = nowNs;
        nowNs *= 2;
        return reading;
    }

    private static final class NoEgress implements Egress {
        @Override
        public void onResult(EventSlot slot) {}

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {}

        @Override
        public void onDecisionUnavailable(EventSlot slot) {}
    }
}
