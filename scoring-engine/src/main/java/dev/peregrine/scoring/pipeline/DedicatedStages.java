package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.RingBuffer;
import com.lmax.disruptor.TimeoutException;
import com.lmax.disruptor.dsl.Disruptor;
import com.lmax.disruptor.dsl.ProducerType;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A thread for each stage, spinning: journal and score side by side, publish behind both. */
final class DedicatedStages implements StageThreads {
    private static final long STOP_TIMEOUT_MS = 10_000;

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Disruptor<EventSlot> disruptor;

    DedicatedStages(PipelineContext context, PipelineState state, PipelineMetrics metrics) {
        disruptor =
                new Disruptor<>(
                        EventSlot::new,
                        context.ringSize(),
                        this::newThread,
                        ProducerType.SINGLE,
                        new BusySpinWaitStrategy());
        disruptor.setDefaultExceptionHandler(state);
        JournalStage journal = new JournalStage(context, state, new StageClock(context.clock()));
        ScoreStage score =
                new ScoreStage(context, state, new StageClock(context.clock()), metrics.state());
        PublishStage publish =
                new PublishStage(context, state, new StageClock(context.clock()), metrics);
        disruptor
                .handleEventsWith(new HandOver(journal), new HandOver(score))
                .then(new HandOver(publish));
    }

    @Override
    public RingBuffer<EventSlot> ring() {
        return disruptor.getRingBuffer();
    }

    @Override
    public void startThread() {
        disruptor.start();
    }

    @Override
    public boolean drain(long timeoutNs) {
        try {
            disruptor.shutdown(timeoutNs, TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Override
    public void halt() {
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

    private Thread newThread(Runnable stage) {
        String[] names = {"journal", "score", "publish"};
        Thread thread = new Thread(stage, names[threads.size() % names.length]);
        thread.setDaemon(true);
        threads.add(thread);
        return thread;
    }
}
