package dev.peregrine.replay.journal;

import io.aeron.archive.ArchiveThreadingMode;
import io.aeron.driver.ThreadingMode;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.BusySpinIdleStrategy;
import org.agrona.concurrent.IdleStrategy;

/** How many threads driver and archive take, named by intent. */
public enum ArchivePreset {
    /** One thread for the driver, one for the archive, both backing off to 100 microseconds. */
    SHARED(ThreadingMode.SHARED, ArchiveThreadingMode.SHARED),
    /** A core for each of the driver's and the archive's roles, spinning. */
    LOW_LATENCY(ThreadingMode.DEDICATED, ArchiveThreadingMode.DEDICATED);

    private static final long MIN_PARK_NS = 1_000;
    private static final long MAX_PARK_NS = 100_000;

    private final ThreadingMode driver;
    private final ArchiveThreadingMode archive;

    ArchivePreset(ThreadingMode driver, ArchiveThreadingMode archive) {
        this.driver = driver;
        this.archive = archive;
    }

    ThreadingMode driver() {
        return driver;
    }

    ArchiveThreadingMode archive() {
        return archive;
    }

    IdleStrategy newIdleStrategy() {
        return this == LOW_LATENCY
                ? new BusySpinIdleStrategy()
                : new BackoffIdleStrategy(100, 10, MIN_PARK_NS, MAX_PARK_NS);
    }
}
