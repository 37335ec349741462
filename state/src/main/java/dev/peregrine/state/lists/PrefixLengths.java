package dev.peregrine.state.lists;

/** Which lengths of prefixes a list holds, the longest first. One thread; allocates nothing. */
final class PrefixLengths {
    private final int[] counts;
    private final int[] present;
    private int size;

    /**
     * @param greatest greatest length
     */
    PrefixLengths(int greatest) {
        counts = new int[greatest + 1];
        present = new int[greatest + 1];
    }

    /** Number of different lengths. */
    int size() {
        return size;
    }

    /** A length; the first is the longest. */
    int get(int index) {
        return present[index];
    }

    void add(int length) {
        if (counts[length]++ == 0) {
            int at = 0;
            while (at < size && present[at] > length) {
                at++;
            }
            System.arraycopy(present, at, present, at + 1, size - at);
            present[at] = length;
            size++;
        }
    }

    void remove(int length) {
        if (--counts[length] == 0) {
            int at = 0;
            while (present[at] != length) {
                at++;
            }
            size--;
            System.arraycopy(present, at + 1, present, at, size - at);
        }
    }
}
