package dev.peregrine.state.lists;

import java.util.Arrays;

/**
 * The entries of a list that end at some time, the next to end first: a binary heap in which each
 * entry knows its place. One thread.
 */
final class ExpiryQueue {
    private final EntryMemory memory;
    private long[] blocks = new long[16];
    private int size;

    ExpiryQueue(EntryMemory memory) {
        this.memory = memory;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** The entry that ends first; only when there is one. */
    long first() {
        return blocks[0];
    }

    /** End of {@link #first}. */
    long firstExpiryNs() {
        return expiryNs(blocks[0]);
    }

    void add(long block) {
        if (size == blocks.length) {
            blocks = Arrays.copyOf(blocks, 2 * size);
        }
        up(size++, block);
    }

    /** Takes an entry out; one that is not in the queue is left alone. */
    void remove(long block) {
        int place = EntryLayout.place(memory.address(block));
        if (place < 0) {
            return;
        }
        EntryLayout.place(memory.address(block), -1);
        long last = blocks[--size];
        if (last != block) {
            down(place, last);
            if (blocks[place] == last) {
                up(place, last);
            }
        }
    }

    private void up(int from, long block) {
        int place = from;
        while (place > 0 && expiryNs(blocks[(place - 1) / 2]) > expiryNs(block)) {
            set(place, blocks[(place - 1) / 2]);
            place = (place - 1) / 2;
        }
        set(place, block);
    }

    private void down(int from, long block) {
        int place = from;
        while (2 * place + 1 < size) {
            int child = 2 * place + 1;
            if (child + 1 < size && expiryNs(blocks[child + 1]) < expiryNs(blocks[child])) {
                child++;
            }
            if (expiryNs(blocks[child]) >= expiryNs(block)) {
                break;
            }
            set(place, blocks[child]);
            place = child;
        }
        set(place, block);
    }

    private void set(int place, long block) {
        blocks[place] = block;
        EntryLayout.place(memory.address(block), place);
    }

    private long expiryNs(long block) {
        return EntryLayout.expiresNs(memory.address(block));
    }
}
