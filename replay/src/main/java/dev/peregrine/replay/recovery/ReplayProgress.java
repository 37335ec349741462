package dev.peregrine.replay.recovery;

/** Hears how far a replay has come, every few thousand events and at its end. */
@FunctionalInterface
public interface ReplayProgress {
    /** Hears nothing. */
    ReplayProgress NONE = (events, bytes, percent) -> {};

    /** Events between two calls. */
    int INTERVAL = 4096;

    /**
     * The replay has come further.
     *
     * @param events events so far
     * @param bytes bytes of journal so far
     * @param percent of the journal, 0 to 100
     */
    void onProgress(long events, long bytes, double percent);

    /** Percent of a part. */
    static double percent(long part, long whole) {
        return whole <= 0 ? 100 : Math.min(100, 100.0 * part / whole);
    }
}
