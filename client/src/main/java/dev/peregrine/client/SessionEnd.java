package dev.peregrine.client;

import dev.peregrine.protocol.codec.CloseReason;

/** Why a session ended. Unanswered events may have had their effect: retry under the same id. */
public enum SessionEnd {
    /** This client asked. */
    CLIENT,
    /** The node heard nothing of this client for too long. */
    TIMEOUT,
    /** This client did not drain its answers. */
    SLOW_CONSUMER,
    /** The node stops. */
    SHUTDOWN,
    /** Nothing was heard of the node for too long, or its stream ended. */
    NODE_LOST;

    static SessionEnd of(CloseReason reason) {
        return switch (reason) {
            case CLIENT -> CLIENT;
            case TIMEOUT -> TIMEOUT;
            case SLOW_CONSUMER -> SLOW_CONSUMER;
            case SHUTDOWN -> SHUTDOWN;
            case SBE_UNKNOWN, NULL_VAL -> NODE_LOST;
        };
    }
}
