package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.UserException;

/**
 * Told once when a running node fails: nothing more is acknowledged, and the process has to end.
 */
@FunctionalInterface
public interface NodeFailureHandler {
    /**
     * The node has failed. Called on the failing thread; must not block.
     *
     * @param component what failed, such as {@code journal-score} or {@code archive}
     * @param failure says it in one line, and has the exit code
     */
    void onFailure(String component, UserException failure);
}
