package dev.peregrine.node.runtime;

import java.time.Duration;

/**
 * How much of a core the next snapshot may use. While snapshots take longer than half of the
 * interval between them, the follower that takes them may never catch up with what comes in: the
 * share then doubles, up to a whole core, and goes back when there is time again. One thread.
 */
final class SnapshotShare {
    private static final int HALF = 2;
    private static final int EIGHTH = 8;

    private final double least;
    private final long intervalNs;
    private double share;

    /**
     * @param least of one core; more than 0, at most 1
     * @param interval between two snapshots; zero when there is none, and the share stays
     */
    SnapshotShare(double least, Duration interval) {
        this.least = least;
        intervalNs = interval.toNanos();
        share = least;
    }

    /** Of one core; from the least to 1. */
    double value() {
        return share;
    }

    /** A snapshot was taken with that share. */
    void took(long elapsedNs) {
        if (intervalNs == 0) {
            return;
        }
        if (elapsedNs > intervalNs / HALF) {
            share = Math.min(1, share * 2);
        } else if (elapsedNs < intervalNs / EIGHTH) {
            share = Math.max(least, share / 2);
        }
    }
}
