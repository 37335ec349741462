package dev.peregrine.latency.simulator;

import java.util.Arrays;

/** Planned events by (time, order of planning), and the pool they come from and return to. */
final class EventHeap {
    private SimulatedEvent[] heap = new SimulatedEvent[1024];
    private int size;
    private SimulatedEvent[] pool = new SimulatedEvent[1024];
    private int pooled;
    private long nextOrder;

    /** An event of unspecified content. */
    SimulatedEvent borrow() {
        return pooled > 0 ? pool[--pooled] : new SimulatedEvent();
    }

    void recycle(SimulatedEvent event) {
        if (pooled == pool.length) {
            pool = Arrays.copyOf(pool, 2 * pooled);
        }
        pool[pooled++] = event;
    }

    /** Plans an event for its {@code timeNs}. */
    void add(SimulatedEvent event) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, 2 * size);
        }
        event.order = nextOrder++;
        int hole = size++;
        while (hole > 0) {
            int parent = (hole - 1) >>> 1;
            if (!before(event, heap[parent])) {
                break;
            }
            heap[hole] = heap[parent];
            hole = parent;
        }
        heap[hole] = event;
    }

    /** Time of the first event; {@link Long#MAX_VALUE} when there is none. */
    long firstTimeNs() {
        return size == 0 ? Long.MAX_VALUE : heap[0].timeNs;
    }

    SimulatedEvent poll() {
        SimulatedEvent first = heap[0];
        SimulatedEvent moved = heap[--size];
        heap[size] = null;
        int hole = 0;
        int child = 1;
        while (child < size) {
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], moved)) {
                break;
            }
            heap[hole] = heap[child];
            hole = child;
            child = 2 * hole + 1;
        }
        if (size > 0) {
            heap[hole] = moved;
        }
        return first;
    }

    private static boolean before(SimulatedEvent a, SimulatedEvent b) {
        return a.timeNs < b.timeNs || (a.timeNs == b.timeNs && a.order < b.order);
    }
}
