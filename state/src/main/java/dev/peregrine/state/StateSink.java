package dev.peregrine.state;

/**
 * Takes state in the order in which {@link StateSource} gives it back. One thread. May block; what
 * goes wrong is an unchecked exception of the sink.
 */
public interface StateSink {
    /** Takes a number. */
    void putLong(long value);

    /** Takes memory off the heap. */
    void putBytes(long address, long length);
}
