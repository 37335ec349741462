package dev.peregrine.node.runtime;

/**
 * Told once when a running node fails: nothing more is acknowledged, and the process has to end.
 */
@FunctionalInterface
public interface NodeFailureHandler {
    /**
     * The node has failed. Called on the failing thread; must not block.
     *
     * @param component what failed, such as {@code journal-score} or {@code archive}
     */
    void onFailure(String component, Throwable failure);
}
