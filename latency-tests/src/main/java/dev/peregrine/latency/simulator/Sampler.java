package dev.peregrine.latency.simulator;

/** Draws indices in proportion to their weights, by binary search over running sums. */
final class Sampler {
    private final double[] sums;

    Sampler(double[] weights) {
        sums = new double[weights.length];
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            sums[i] = sum;
        }
    }

    /** From all. */
    int draw(SimRandom random) {
        return draw(random, 0, sums.length);
    }

    /** From indices from .. to - 1. */
    int draw(SimRandom random, int from, int to) {
        double base = from == 0 ? 0 : sums[from - 1];
        double target = base + random.nextDouble() * (sums[to - 1] - base);
        int low = from;
        int high = to - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (sums[middle] > target) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Sum of all weights. */
    double total() {
        return sums[sums.length - 1];
    }
}
