package dev.peregrine.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.SessionState;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class AnswerCallTest {
    private final Vertx vertx = Vertx.vertx();
    private final Context eventLoop = vertx.getOrCreateContext();
    private final PolledEngine engine = new PolledEngine();
    private final AnswerCall call = new AnswerCall(engine, eventLoop);

    @AfterEach
    void close() throws Exception {
        vertx.close().toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    @Test
    void shouldTakeAnswersOnTheEventLoop() throws Exception {
        call.answersCame();

        assertThat(engine.polled.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
        assertThat(engine.context).isSameAs(eventLoop);
    }

    @Test
    void shouldNotWakeAnEventLoopThatWaitsForNothing() throws Exception {
        engine.inFlight.set(0);
        call.answersCame();
        awaitEventLoop();

        assertThat(engine.polled.availablePermits()).isZero();
    }

    @Test
    void shouldTakeAllThatCameMeanwhileAtOnce() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        eventLoop.runOnContext(
                ignored -> {
                    try {
                        busy.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        for (int i = 0; i < 100; i++) {
            call.answersCame();
        }
        busy.countDown();
        awaitEventLoop();
        assertThat(engine.polled.availablePermits()).isEqualTo(1);

        call.answersCame();
        awaitEventLoop();
        assertThat(engine.polled.availablePermits()).isEqualTo(2);
    }

    @Test
    void shouldGoOnUntilNothingIsLeft() throws Exception {
        engine.left.set(20);
        call.answersCame();

        assertThat(engine.polled.tryAcquire(21, 30, TimeUnit.SECONDS)).isTrue();
        awaitEventLoop();
        assertThat(engine.left).hasValue(0);
    }

    private void awaitEventLoop() throws InterruptedException {
        CountDownLatch done = new CountDownLatch(1);
        eventLoop.runOnContext(ignored -> done.countDown());
        assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    }

    private static final class PolledEngine implements EngineClient {
        private final Semaphore polled = new Semaphore(0);
        private final AtomicInteger inFlight = new AtomicInteger(3);
        private final AtomicInteger left = new AtomicInteger();
        private volatile Context context;

        @Override
        public boolean submit(
                DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
            return false;
        }

        @Override
        public int inFlight() {
            return inFlight.get();
        }

        @Override
        public int poll() {
            context = Vertx.currentContext();
            polled.release();
            return left.getAndUpdate(n -> Math.max(0, n - 1));
        }

        @Override
        public SessionState session() {
            return SessionState.open(Map.of());
        }

        @Override
        public void close() {}
    }
}
