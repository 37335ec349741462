package dev.peregrine.node.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of a machine whose clock is behind its own journal. */
final class ClockWarning {
    private static final Logger LOG = LoggerFactory.getLogger(PeregrineNode.class);
    private static final long LEAST_NS = 2_000_000_000;

    private ClockWarning() {}

    /**
     * Warns if the clock is far behind.
     *
     * @param lastIngressTimeNs of the journal, epoch nanoseconds
     */
    static void check(long lastIngressTimeNs) {
        long behindNs = lastIngressTimeNs - System.currentTimeMillis() * 1_000_000;
        if (behindNs > LEAST_NS) {
            LOG.warn(
                    "the machine's clock is {} s behind the journal's last event; until it has"
                            + " caught up every event gets that event's time",
                    behindNs / 1_000_000_000);
        }
    }
}
