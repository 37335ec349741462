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
     * while this one goes on; as a whole or in pieces. Parts are done one at a time, in the order
     * in which they come, and all of them before the load is over; what they work on must be left
     * alone until then.
     *
     * @param from the first item of the part
     * @param to behind the last
     */
    default void meanwhile(int from, int to, Part part) {
        part.load(from, to);
    }

    /** Work on each of the items of a range, in their order. */
    @FunctionalInterface
    interface Part {
        /** Does the work on the items from one on to the one before another. */
        void load(int from, int to);
    }
}
