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

    /**
     * Does a part of the load that reads nothing more from here: at once, or on another thread
     * while this one goes on. Parts are done one at a time, in the order in which they come, and
     * all of them before the load is over; what they work on must be left alone until then.
     */
    default void meanwhile(Runnable part) {
        part.run();
    }
}
