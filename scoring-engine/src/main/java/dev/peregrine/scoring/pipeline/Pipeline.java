package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.RingBuffer;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.Agent;

/**
 * The way of an event through the node, its stages numbered in the constructor.
 *
 * <p>The ring's own sequence never leaves this package: see {@link Sequencer} for the engine's.
 *
 * <p>{@link #offer} is called by one thread at a time, with a happens-before edge when the thread
 * changes.
 */
public final class Pipeline implements EventSink, AutoCloseable {
    private final StageThreads stages;
    private final RingBuffer<EventSlot> ring;
    private final PipelineState state;
    private final PipelineMetrics metrics = new PipelineMetrics();
    private final Sequencer sequencer;

    public Pipeline(PipelineContext context) {
        context.conclude();
        // 1 ingest: one producer, the thread that calls offer
        sequencer = new Sequencer(context);
        state = new PipelineState(context.failureHandler());
        metrics.state().update(context.engine());
        context.engine().probe(metrics.phases());
        // 2 journal: append the event
        // 3 score: the single writer of all state
        // 4 publish: behind both, and behind the journal's durable position
        stages =
                context.preset() == ThreadingPreset.LOW_LATENCY
                        ? new DedicatedStages(context, state, metrics)
                        : new SharedStages(context, state, metrics);
        ring = stages.ring();
    }

    /** Starts the stages on threads of their own. */
    public void start() {
        stages.startThread();
    }

    /**
     * Starts the stages, for those who call {@link #offer} on a thread that may move them as well.
     *
     * @return what that thread runs in turn with what offers events; does nothing in preset
     *     low-latency, where the stages have threads of their own all the same
     */
    public Agent startOnCaller() {
        if (stages instanceof SharedStages shared) {
            return shared;
        }
        stages.startThread();
        return new IdleAgent();
    }

    @Override
    public boolean offer(
            long sessionId, long correlationId, DirectBuffer message, int offset, int length) {
        if (!ring.hasAvailableCapacity(1)) {
            return false;
        }
        long at = ring.next();
        sequencer.fill(ring.get(at), at, sessionId, correlationId, message, offset, length);
        ring.publish(at);
        return true;
    }

    /** True when a stage has failed: nothing more is acknowledged. */
    public boolean failed() {
        return state.failed();
    }

    /**
     * Ends it as if a stage had failed, without telling the failure handler: what it stands on is
     * broken. Answers that are being sent leave, no others. Any thread; does not block.
     */
    public void fail(Throwable failure) {
        state.fail(failure);
    }

    /** Slots of the ring that are free. */
    public long remainingCapacity() {
        return ring.remainingCapacity();
    }

    public PipelineMetrics metrics() {
        return metrics;
    }

    /**
     * Ingress time that an event would get now, epoch nanoseconds: the clock's, or the last event's
     * as long as the clock is behind it. Any thread; may be an event late.
     */
    public long ingressTimeNs() {
        return sequencer.ingressTimeNs();
    }

    /** Run of the node, as in every event's envelope. */
    public long epoch() {
        return sequencer.epoch();
    }

    /**
     * Waits until every event offered so far has been answered, then stops the stages. Blocks. No
     * more offers.
     *
     * @return false when it did not finish in time; the stages are stopped all the same
     */
    public boolean drainAndClose(long timeoutNs) {
        if (stages.drain(timeoutNs)) {
            return !state.failed();
        }
        close();
        return false;
    }

    /**
     * Stops the stages where they are. Blocks until their threads have ended, so that what they
     * work on can be closed; a stage that hangs in an answer or a look-up is waited for some
     * seconds.
     */
    @Override
    public void close() {
        state.closing();
        stages.halt();
    }

    /** Has nothing to do. */
    private static final class IdleAgent implements Agent {
        @Override
        public int doWork() {
            return 0;
        }

        @Override
        public String roleName() {
            return "stages-elsewhere";
        }
    }
}
