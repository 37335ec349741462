package dev.peregrine.scoring.pipeline;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import org.agrona.concurrent.IdleStrategy;

/**
 * Waits for the ring with an idle strategy: no lock, no signal, so that a producer never pays for a
 * sleeping stage.
 */
final class IdleWaitStrategy implements WaitStrategy {
    private final ThreadLocal<IdleStrategy> idleStrategies;

    IdleWaitStrategy(ThreadingPreset preset) {
        idleStrategies = ThreadLocal.withInitial(preset::idleStrategy);
    }

    @Override
    public long waitFor(
            long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
            throws AlertException {
        long available = dependentSequence.get();
        if (available < sequence) {
            IdleStrategy idle = idleStrategies.get();
            idle.reset();
            while ((available = dependentSequence.get()) < sequence) {
                barrier.checkAlert();
                idle.idle();
            }
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {}
}
