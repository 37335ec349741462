package dev.peregrine.replay.journal;

/**
 * Hears of failures in the driver, the archive or their client. Called on their threads; must not
 * block. The node stops acknowledging and ends.
 */
@FunctionalInterface
public interface FailureHandler {
    /**
     * A component failed.
     *
     * @param component {@code media driver}, {@code archive} or {@code archive client}
     */
    void onFailure(String component, Throwable failure);
}
