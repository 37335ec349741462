package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import dev.peregrine.scoring.pipeline.ThreadingPreset;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.NoOpIdleStrategy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class EventThreadTest {
    @Test
    void shouldTellWhoIsAttachedOfAnswers(@TempDir Path directory) {
        CommandLineNode node = new CommandLineNode(directory);
        AtomicInteger told = new AtomicInteger();
        AtomicReference<String> thread = new AtomicReference<>();
        try (PeregrineNode running = node.start()) {
            assertThat(running.eventThread().letsOut()).isTrue();
            running.eventThread()
                    .attach(
                            () -> {
                                told.incrementAndGet();
                                thread.set(Thread.currentThread().getName());
                            });
            node.pay(running, 50);
            assertThat(told.get()).isBetween(1, 100);
            assertThat(thread.get())
                    .as("its own, or the archive's while it was held up")
                    .matches(".*ingest.*stages.*|archive-driver");

            running.eventThread().detach();
            int before = told.get();
            node.pay(running, 50);
            assertThat(told).hasValue(before);
        }
    }

    @Test
    void shouldLeaveTheEgressAloneWhereAnswersLeaveOnAnotherThread() {
        Egress egress = new NoEgress();
        EventThread thread =
                new EventThread(
                        ThreadingPreset.LOW_LATENCY,
                        NoOpIdleStrategy.INSTANCE,
                        null,
                        failure -> {});

        assertThat(thread.watch(egress)).isSameAs(egress);
        assertThat(thread.letsOut()).isFalse();
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
