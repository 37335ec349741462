package dev.peregrine.latency.rig;

/**
 * What a load run sends to. {@link #offer} and {@link #poll} are called by the run's thread and do
 * not block; answers may be told from any thread.
 */
public interface LoadTarget extends AutoCloseable {
    /**
     * The run begins.
     *
     * @param startEpochNs planned time of the first request, nanoseconds since the epoch
     */
    default void onStart(long startEpochNs, double ratePerSecond) {}

    /** Whom to tell of answers; called once, before the first request. */
    void onAnswer(AnswerListener listener);

    /**
     * Sends a request.
     *
     * @param number number of the request in the run, from 0
     * @param eventTimeNs planned time of the request, nanoseconds since the epoch
     * @return false when there is no room just now: it will be offered again
     */
    boolean offer(long number, long eventTimeNs);

    /** Takes answers; returns how many, 0 when idle. */
    int poll();

    @Override
    void close();

    /** Takes answers. */
    @FunctionalInterface
    interface AnswerListener {
        /**
         * An answer came, just now.
         *
         * @param number number of the request
         * @param succeeded false when it was an error
         */
        void onAnswer(long number, boolean succeeded);

        /**
         * An answer came, just now, that tells how long the request was with whom it was sent to.
         *
         * @param insideNs nanoseconds; the rest of the round trip was outside
         */
        default void onAnswer(long number, boolean succeeded, long insideNs) {
            onAnswer(number, succeeded);
        }
    }
}
