package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.YieldingWaitStrategy;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentRunner;
import org.agrona.concurrent.IdleStrategy;

/**
 * All stages in turn on one thread: journals and scores what is in the ring, then lets out what has
 * become durable, without waiting for the rest. While the archive writes, the next events are
 * journaled and scored.
 *
 * <p>The thread is the pipeline's own ({@link #startThread}), or that of whoever takes events and
 * calls {@link #doWork} in turn with it: then an event is not handed over at all. That may be
 * another thread from turn to turn, with a happens-before edge, so the ring is none of a single
 * producer, which would have to be one thread.
 */
final class SharedStages implements Agent, StageThreads {
    /** Events that are journaled and scored before the journal's end is looked at again. */
    private static final int BATCH = 64;

    private static final String NAME = "stages";
    private static final long POLL_NS = 50_000;
    private static final long STOP_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    private final RingBuffer<EventSlot> ring;
    private final PipelineState state;
    private final IdleStrategy idle;
    private final JournalStage journal;
    private final ScoreStage score;
    private final PublishStage publish;
    private final Sequence published = new Sequence();
    private long filled = -1;
    private long journaled = -1;
    private long scored = -1;
    private AgentRunner runner;
    private volatile boolean running;
    private volatile boolean closed;

    SharedStages(PipelineContext context, PipelineState state, PipelineMetrics metrics) {
        this.state = state;
        idle = context.newIdleStrategy();
        StageClock clock = new StageClock(context.clock());
        journal = new JournalStage(context, state, clock);
        score = new ScoreStage(context, state, clock, metrics.state());
        publish = new PublishStage(context, state, clock, metrics);
        ring =
                RingBuffer.createMultiProducer(
                        EventSlot::new, context.ringSize(), new YieldingWaitStrategy());
        ring.addGatingSequences(published);
    }

    @Override
    public RingBuffer<EventSlot> ring() {
        return ring;
    }

    @Override
    public void startThread() {
        runner = new AgentRunner(idle, thrown -> state.onFailure(NAME, thrown), null, this);
        AgentRunner.startOnThread(runner);
    }

    @Override
    public void onStart() {
        running = true;
    }

    @Override
    public int doWork() {
        if (closed) {
            running = false;
            return 0;
        }
        long cursor = offered();
        long last = published.get();
        if (last == cursor) {
            return 0;
        }
        if (state.failed()) {
            discard(cursor);
            return 1;
        }
        try {
            int work = advance(cursor);
            long now = letOut(last);
            return work + (int) (now - last);
        } catch (Throwable t) {
            state.onFailure(NAME, t);
            return 1;
        }
    }

    /** How far the ring is filled: its own cursor is ahead of what is being filled. */
    private long offered() {
        long cursor = ring.getCursor();
        while (filled < cursor && ring.isAvailable(filled + 1)) {
            filled++;
        }
        return filled;
    }

    /** After a failure: nothing is done for what is in the ring, and nobody is answered. */
    private void discard(long cursor) {
        journaled = cursor;
        scored = cursor;
        published.set(cursor);
    }

    /** Journals and scores, as far as the journal takes it. */
    private int advance(long cursor) {
        long end = Math.min(cursor, scored + BATCH);
        long before = scored;
        while (scored < end) {
            EventSlot slot = ring.get(scored + 1);
            if (journaled == scored) {
                if (!journal.tryAppend(slot)) {
                    break;
                }
                journaled++;
            }
            score.onEvent(slot, journaled, journaled == end);
            scored = journaled;
        }
        return (int) (scored - before);
    }

    /** Lets out what is durable. */
    private long letOut(long from) {
        long at = from;
        while (at < scored && !state.failed() && publish.tryPublish(ring.get(at + 1))) {
            at++;
            published.set(at);
        }
        return at;
    }

    @Override
    public boolean drain(long timeoutNs) {
        long deadline = System.nanoTime() + timeoutNs;
        while (published.get() < ring.getCursor()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NS);
        }
        halt();
        return true;
    }

    @Override
    public void halt() {
        closed = true;
        if (runner != null) {
            runner.close();
        }
        long deadline = System.nanoTime() + STOP_TIMEOUT_NS;
        while (running && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NS);
        }
    }

    @Override
    public void onClose() {
        running = false;
    }

    @Override
    public String roleName() {
        return NAME;
    }
}
