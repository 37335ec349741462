package dev.peregrine.state;

/** Gives state back in the order in which a {@link StateSink} took it. One thread. May block. */
public interface StateSource {
    /**
     * Gives a number.
     *
     * @throws StateMismatchException when there is nothing more
     */
    long getLong();

    /**
     * Fills memory off the heap.
     *
     * @throws StateMismatchException when there is not as much
     */
    void getBytes(long address, long length);
}
