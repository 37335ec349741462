package dev.peregrine.node.runtime;

import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.SnapshotRequest;
import dev.peregrine.replay.snapshot.Snapshotter;
import dev.peregrine.scoring.log.LogException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the running node's snapshots on a thread of its own: at intervals, and when another process
 * asks. A snapshot that fails is logged, and the node goes on with those that it has.
 */
final class SnapshotService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotService.class);
    private static final long POLL_NS = 200_000_000;

    private final Snapshotter snapshotter;
    private final Retention retention;
    private final SnapshotRequest request;
    private final long intervalNs;
    private final SnapshotShare share;
    private final Thread thread = new Thread(this::run, "snapshot");
    private volatile boolean closed;
    private final AtomicLong failures = new AtomicLong();
    private volatile long lastSequence;

    /**
     * @param interval between the end of one and the start of the next; zero for none but those
     *     that are asked for
     * @param share of one core, at least; more than 0, at most 1
     */
    SnapshotService(
            Snapshotter snapshotter,
            Retention retention,
            SnapshotRequest request,
            Duration interval,
            double share) {
        this.snapshotter = snapshotter;
        this.retention = retention;
        this.request = request;
        intervalNs = interval.toNanos();
        this.share = new SnapshotShare(share, interval);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Snapshots that failed since the start. Any thread. */
    long failures() {
        return failures.get();
    }

    /** Sequence of the newest snapshot taken since the start; 0 when none. Any thread. */
    long lastSequence() {
        return lastSequence;
    }

    /** Ends what is under way without a snapshot. Blocks until the thread has ended. */
    @Override
    public void close() {
        closed = true;
        snapshotter.stop();
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
        snapshotter.close();
    }

    private void run() {
        long last = System.nanoTime();
        while (!closed) {
            boolean asked = request.isThere();
            if (asked || (intervalNs > 0 && System.nanoTime() - last >= intervalNs)) {
                String outcome = take();
                if (asked) {
                    answer(outcome);
                }
                last = System.nanoTime();
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private String take() {
        try {
            long start = System.nanoTime();
            Optional<SnapshotFile> taken = snapshotter.share(share.value()).take();
            if (taken.isEmpty()) {
                return "nothing new since the last snapshot";
            }
            lastSequence = taken.get().sequence();
            long elapsedNs = System.nanoTime() - start;
            share.took(elapsedNs);
            long deleted = retention.apply(Instant.now());
            if (deleted > 0) {
                LOG.info("{} bytes deleted that were too old", deleted);
            }
            LOG.info(
                    "snapshot of sequence {}: {} bytes in {} ms",
                    taken.get().sequence(),
                    taken.get().length(),
                    elapsedNs / 1_000_000);
            return taken.get().path().toString();
        } catch (SnapshotException | LogException e) {
            failures.incrementAndGet();
            LOG.warn("no snapshot: {}", e.getMessage());
            return "failed: " + e.getMessage();
        } catch (RuntimeException e) {
            failures.incrementAndGet();
            LOG.error("no snapshot", e);
            return "failed: " + e;
        }
    }

    private void answer(String outcome) {
        try {
            request.answer(outcome);
        } catch (SnapshotException e) {
            LOG.warn("no answer to the request for a snapshot: {}", e.getMessage());
        }
    }
}
