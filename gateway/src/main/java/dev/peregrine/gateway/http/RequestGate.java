package dev.peregrine.gateway.http;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lets a bounded number of requests in, and none once it is closed. Thread-safe; shared by all
 * event loops.
 */
public final class RequestGate {
    private final int maxInFlight;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger standIns = new AtomicInteger();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private volatile boolean closed;

    public RequestGate(int maxInFlight) {
        this.maxInFlight = maxInFlight;
    }

    /** Lets a request in, if there is room; each one let in has to {@link #leave}. */
    public boolean tryEnter() {
        if (inFlight.incrementAndGet() > maxInFlight) {
            leave();
            return false;
        }
        return true;
    }

    /** The same for a line of a batch: a quarter of the room is kept for single requests. */
    boolean tryEnterBatch() {
        if (inFlight.incrementAndGet() > Math.max(1, maxInFlight - maxInFlight / 4)) {
            leave();
            return false;
        }
        return true;
    }

    /** A request is answered, or its connection gone. */
    public void leave() {
        inFlight.decrementAndGet();
        tellIfDrained();
    }

    /**
     * Lets a request in that gets a stand-in because there is no room; there is room for as many of
     * these again. Each has to {@link #leaveStandIn}.
     */
    public boolean tryEnterStandIn() {
        if (standIns.incrementAndGet() > maxInFlight) {
            leaveStandIn();
            return false;
        }
        return true;
    }

    /** A request that got a stand-in is answered, or its connection gone. */
    public void leaveStandIn() {
        standIns.decrementAndGet();
        tellIfDrained();
    }

    /** Requests let in and not yet answered. */
    public int inFlight() {
        return inFlight.get() + standIns.get();
    }

    private void tellIfDrained() {
        if (closed && inFlight() == 0) {
            drained.complete(null);
        }
    }

    public boolean isClosed() {
        return closed;
    }

    /** Lets nobody in any more; the future completes when the last one has left. */
    public CompletableFuture<Void> close() {
        closed = true;
        tellIfDrained();
        return drained;
    }
}
