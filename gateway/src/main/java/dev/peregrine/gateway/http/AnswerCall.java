package dev.peregrine.gateway.http;

import dev.peregrine.gateway.EngineClient;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has an event loop take answers from the engine's client when they have come: who brings them need
 * only wake it, and no thread has to look for them.
 */
public final class AnswerCall {
    /** Before the event loop sees to its connections again. */
    private static final int MAX_ROUNDS = 8;

    private final EngineClient engine;
    private final Context eventLoop;
    private final AtomicBoolean due = new AtomicBoolean();
    private final Handler<Void> taking = ignored -> take();

    AnswerCall(EngineClient engine, Context eventLoop) {
        this.engine = engine;
        this.eventLoop = eventLoop;
    }

    /** Some answer has come, maybe none of this gateway's. Any thread; does not block. */
    public void answersCame() {
        if (engine.inFlight() > 0 && !due.getAndSet(true)) {
            try {
                eventLoop.runOnContext(taking);
            } catch (RejectedExecutionException e) {
                due.set(false);
            }
        }
    }

    private void take() {
        due.set(false);
        int rounds = 0;
        while (engine.poll() > 0) {
            if (++rounds == MAX_ROUNDS) {
                answersCame();
                return;
            }
        }
    }
}
