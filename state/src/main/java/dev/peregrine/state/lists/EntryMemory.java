package dev.peregrine.state.lists;

import dev.peregrine.state.history.HistoryArena;

/**
 * Off-heap memory of a list's entries, in blocks of 64 to 2,048 bytes. Takes nothing before the
 * first entry. One thread.
 */
final class EntryMemory implements AutoCloseable {
    private static final int UNIT_LENGTH = 64;
    private static final int MAX_SIZE_CLASS = 5;

    private HistoryArena arena;

    /** Takes a block for this many bytes. */
    long allocate(int length) {
        if (arena == null) {
            arena = new HistoryArena(UNIT_LENGTH, MAX_SIZE_CLASS);
        }
        return arena.allocate(sizeClass(length));
    }

    /** Gives a block back that was taken for this many bytes. */
    void free(long block, int length) {
        arena.free(block, sizeClass(length));
    }

    long address(long block) {
        return arena.address(block);
    }

    private static int sizeClass(int length) {
        return Integer.SIZE - Integer.numberOfLeadingZeros((length - 1) / UNIT_LENGTH);
    }

    @Override
    public void close() {
        if (arena != null) {
            arena.close();
        }
    }
}
