package dev.peregrine.state.chronicle;

import org.agrona.UnsafeApi;

/**
 * The records of a store in the order in which it looks for entities to drop: a circular array of
 * addresses, off-heap, of a fixed capacity. One thread.
 */
final class EntityQueue implements AutoCloseable {
    private final long array;
    private final int capacity;
    private int head;
    private int size;

    EntityQueue(int capacity) {
        this.capacity = capacity;
        array = UnsafeApi.allocateMemory(bytes(capacity));
    }

    /** Memory of a queue. */
    static long bytes(int capacity) {
        return (long) capacity * Long.BYTES;
    }

    int size() {
        return size;
    }

    void append(long record) {
        long slot = head + (long) size;
        UnsafeApi.putLong(array + (slot < capacity ? slot : slot - capacity) * Long.BYTES, record);
        size++;
    }

    /** The record that is so many places behind the head. */
    long at(int place) {
        long slot = head + (long) place;
        return UnsafeApi.getLong(array + (slot < capacity ? slot : slot - capacity) * Long.BYTES);
    }

    long peek() {
        return UnsafeApi.getLong(array + (long) head * Long.BYTES);
    }

    long take() {
        long record = peek();
        head = head + 1 == capacity ? 0 : head + 1;
        size--;
        return record;
    }

    @Override
    public void close() {
        UnsafeApi.freeMemory(array);
    }
}
