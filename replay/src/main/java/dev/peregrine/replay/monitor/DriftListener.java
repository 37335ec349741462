package dev.peregrine.replay.monitor;

/** Hears of drifts. On the side lane's thread; must not block. */
@FunctionalInterface
public interface DriftListener {
    /** A stream has changed. */
    void onDrift(Drift drift);
}
