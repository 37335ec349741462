package dev.peregrine.latency.overload;

import dev.peregrine.client.AttributeDictionary;
import dev.peregrine.gateway.EngineClient;
import dev.peregrine.gateway.SessionState;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The way to an engine, made narrow: so many events a second get through, and so many wait. What
 * comes when there is no room is not taken, as with an engine whose queue is full.
 */
final class PacedEngine implements EngineClient {
    private final EngineClient engine;
    private final long intervalNs;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread = new Thread(this::run, "paced-engine");
    private volatile boolean closed;

    private record Waiting(UnsafeBuffer event, long deadlineNs, Answer answer) {}

    /**
     * @param engine that decides; closed with this
     * @param ratePerSecond events that get through
     * @param room events that wait
     */
    PacedEngine(EngineClient engine, double ratePerSecond, int room) {
        this.engine = engine;
        this.intervalNs = (long) (1e9 / ratePerSecond);
        this.queue = new ArrayBlockingQueue<>(room);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public boolean submit(
            DirectBuffer event, int offset, int length, long timeoutNs, Answer answer) {
        UnsafeBuffer copy = new UnsafeBuffer(new byte[length]);
        copy.putBytes(0, event, offset, length);
        return queue.offer(new Waiting(copy, System.nanoTime() + timeoutNs, answer));
    }

    @Override
    public SessionState session() {
        return engine.session();
    }

    @Override
    public AttributeDictionary attributes(int tenantId) {
        return engine.attributes(tenantId);
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        engine.close();
    }

    private void run() {
        long dueNs = System.nanoTime();
        try {
            while (!closed) {
                Waiting next = queue.poll(10, TimeUnit.MILLISECONDS);
                if (next != null) {
                    pass(next);
                    dueNs = Math.max(dueNs + intervalNs, System.nanoTime() - intervalNs);
                    LockSupport.parkNanos(dueNs - System.nanoTime());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(waiting -> waiting.answer().onTimeout());
    }

    private void pass(Waiting next) {
        long leftNs = next.deadlineNs() - System.nanoTime();
        boolean taken =
                leftNs > 0
                        && engine.submit(
                                next.event(), 0, next.event().capacity(), leftNs, next.answer());
        if (!taken) {
            next.answer().onTimeout();
        }
    }
}
