package dev.peregrine.latency.rig;

/** Gives the bodies of HTTP requests. Called on the run's thread. */
public interface BodySource {
    /** The run begins; see {@link LoadTarget#onStart}. */
    default void onStart(long startEpochNs, double ratePerSecond) {}

    /** Body of a request, UTF-8, for its number and event time. */
    byte[] body(long number, long eventTimeNs);
}
