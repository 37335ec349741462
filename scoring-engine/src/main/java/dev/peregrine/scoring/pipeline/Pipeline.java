package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * The way of an event through the node, its stages numbered in the constructor.
 *
 * <p>The ring's own sequence never leaves this class: see {@link Sequencer} for the engine's.
 *
 * <p>{@link #offer} is called by one thread at a time, with a happens-before edge when the thread
 * changes.
 */
public final class Pipeline implements EventSink, AutoCloseable {
    private static final long STOP_TIMEOUT_MS = 10_000;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Disruptor<EventSlot> disruptor;
    private final RingBuffer<EventSlot> ring;
    private final PipelineState state;
    private final PipelineMetrics metrics = new PipelineMetrics();
    private final Sequencer sequencer;

    public Pipeline(PipelineContext context) {
        context.conclude();
        sequencer = new Sequencer(context);
        state = new PipelineState(context.failureHandler());

        // 1 ingest: one producer, the thread that calls offer
        disruptor =
                new Disruptor<>(
                        EventSlot::new,
                        context.ringSize(),
                        threads(context.preset()),
                        ProducerType.SINGLE,
                        context.preset().waitStrategy());
        disruptor.setDefaultExceptionHandler(state);
        // 2 journal: append the event
        StageClock journalClock = new StageClock(context.clock());
        JournalStage journal = new JournalStage(context, state, journalClock);
        // 3 score: the single writer of all state
        metrics.state().update(context.engine());
        context.engine().probe(metrics.phases());
        boolean together = context.preset() != ThreadingPreset.LOW_LATENCY;
        StageClock scoreClock = together ? journalClock : new StageClock(context.clock());
        ScoreStage score = new ScoreStage(context, state, scoreClock, metrics.state());
        // 4 publish: behind both, and behind the journal's durable position
        StageClock publishClock = new StageClock(context.clock());
        PublishStage publish = new PublishStage(context, state, publishClock, metrics);
        if (together) {
            disruptor.handleEventsWith(new HandOver(journal, score)).then(new HandOver(publish));
        } else {
            disruptor
                    .handleEventsWith(new HandOver(journal), new HandOver(score))
                    .then(new HandOver(publish));
        }
        ring = disruptor.getRingBuffer();
    }

    /** Starts the stages' threads. */
    public void start() {
        disruptor.start();
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
        try {
            disruptor.shutdown(timeoutNs, TimeUnit.NANOSECONDS);
            return !state.failed();
        } catch (TimeoutException e) {
            close();
            return false;
        }
    }

    /**
     * Stops the stages where they are. Blocks until their threads have ended, so that what they
     * work on can be closed; a stage that hangs in an answer or a look-up is waited for {@value
     * #STOP_TIMEOUT_MS} ms.
     */
    @Override
    public void close() {
        state.closing();
        disruptor.halt();
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(STOP_TIMEOUT_MS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private ThreadFactory threads(ThreadingPreset preset) {
        String[] names =
                preset == ThreadingPreset.LOW_LATENCY
                        ? new String[] {"journal", "score", "publish"}
                        : new String[] {"journal-score", "publish"};
        int[] made = {0};
        return stage -> {
            Thread thread = new Thread(stage, names[made[0]++ % names.length]);
            thread.setDaemon(true);
            threads.add(thread);
            return thread;
        };
    }
}
