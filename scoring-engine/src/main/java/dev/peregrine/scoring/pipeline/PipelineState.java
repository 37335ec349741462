package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.ExceptionHandler;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Whether the pipeline still works. The first failure of any stage ends it: no stage does anything
 * more, so nothing is acknowledged that is not both journaled and applied.
 */
final class PipelineState implements ExceptionHandler<EventSlot> {
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final PipelineFailureHandler handler;
    private volatile boolean closing;

    PipelineState(PipelineFailureHandler handler) {
        this.handler = handler;
    }

    boolean failed() {
        return failure.get() != null;
    }

    /** Something else that the pipeline stands on has failed. */
    void fail(Throwable thrown) {
        failure.compareAndSet(null, thrown);
    }

    /** Lets a stage that waits leave its loop. */
    void checkRunning() {
        if (closing || failure.get() != null) {
            throw new IllegalStateException("the pipeline is closing", failure.get());
        }
    }

    void closing() {
        closing = true;
    }

    /** A stage has failed; the first is told. */
    void onFailure(String stage, Throwable thrown) {
        if (failure.compareAndSet(null, thrown) && !closing) {
            handler.onFailure(stage, thrown);
        }
    }

    @Override
    public void handleEventException(Throwable thrown, long ringSequence, EventSlot slot) {
        onFailure(Thread.currentThread().getName(), thrown);
    }

    @Override
    public void handleOnStartException(Throwable thrown) {
        handleEventException(thrown, -1, null);
    }

    @Override
    public void handleOnShutdownException(Throwable thrown) {
        handleEventException(thrown, -1, null);
    }
}
