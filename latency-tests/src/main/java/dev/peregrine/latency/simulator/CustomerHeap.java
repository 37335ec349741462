package dev.peregrine.latency.simulator;

/** Every customer's next payment, by (time, customer): a four-way heap over two arrays. */
final class CustomerHeap {
    private final long[] times;
    private final int[] customers;

    /** Takes over the times; index is the customer. */
    CustomerHeap(long[] nextTimesNs) {
        times = nextTimesNs;
        customers = new int[times.length];
        for (int i = 0; i < customers.length; i++) {
            customers[i] = i;
        }
        for (int i = (times.length - 2) / 4; i >= 0; i--) {
            siftDown(i, times[i], customers[i]);
        }
    }

    long firstTimeNs() {
        return times[0];
    }

    int firstCustomer() {
        return customers[0];
    }

    /** Gives the first customer another time, not earlier than the one before. */
    void replaceFirst(long timeNs) {
        siftDown(0, timeNs, customers[0]);
    }

    private void siftDown(int from, long time, int customer) {
        int size = times.length;
        int hole = from;
        while (true) {
            int child = 4 * hole + 1;
            if (child >= size) {
                break;
            }
            int last = Math.min(child + 4, size);
            int least = child;
            for (int i = child + 1; i < last; i++) {
                if (before(times[i], customers[i], times[least], customers[least])) {
                    least = i;
                }
            }
            if (!before(times[least], customers[least], time, customer)) {
                break;
            }
            times[hole] = times[least];
            customers[hole] = customers[least];
            hole = least;
        }
        times[hole] = time;
        customers[hole] = customer;
    }

    private static boolean before(long time, int customer, long otherTime, int otherCustomer) {
        return time < otherTime || (time == otherTime && customer < otherCustomer);
    }
}
