package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.SideStore;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.lane.SideLane;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a node's side lane on a thread of its own. The pipeline never waits for it. What fails is
 * tried again from where the lane was last committed.
 */
final class LaneService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LaneService.class);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long COMMIT_INTERVAL_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);
    private static final int MAX_PENDING = 4096;

    private final SideLane lane;
    private final SideStore store;
    private final ArchiveLog records;
    private final PublishProgress progress;
    private final ReportFile reportFile;
    private final PublishProgress.Settled settled;
    private final Thread thread = new Thread(this::run, "side-lane");
    private final AtomicLong failures = new AtomicLong();
    private boolean begun;
    private volatile long closeDeadline;
    private volatile boolean closed;

    /**
     * Takes the lane and its store over, which {@link #close} closes.
     *
     * @param reportFile gets what commands in other processes show
     */
    LaneService(
            SideLane lane,
            SideStore store,
            ArchiveLog records,
            PublishProgress progress,
            ReportFile reportFile) {
        this.reportFile = reportFile;
        this.lane = lane;
        this.store = store;
        this.records = records;
        this.progress = progress;
        settled = progress.settled();
        thread.setDaemon(true);
    }

    /**
     * Begins where the lane was last committed; one that is new, with the next event: so before
     * anybody's are taken.
     */
    void start() {
        begun = begin();
        thread.start();
    }

    SideLane lane() {
        return lane;
    }

    SideStore store() {
        return store;
    }

    /** Events answered that the lane has not looked at. Any thread. */
    long lagEvents() {
        return Math.max(0, progress.published() - lane.reached());
    }

    /** What the lane has done, in one line. */
    String describe() {
        return String.format(
                Locale.ROOT,
                "side lane: %,d decisions scored, %,d dropped, %,d explained, %,d events behind",
                lane.decisions(),
                lane.dropped(),
                lane.explained(),
                lagEvents());
    }

    /** Attempts that failed since the start. Any thread. */
    long failures() {
        return failures.get();
    }

    /** Looks at what was answered, for at most some seconds, and closes the store. Blocks. */
    @Override
    public void close() {
        closeDeadline = System.nanoTime() + DRAIN_NS;
        closed = true;
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
        store.close();
    }

    private void run() {
        while (!closed || begun) {
            begun = begun || begin();
            if (begun && followed()) {
                break;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
        lane.close();
    }

    private boolean begin() {
        try {
            lane.begin(progress.published());
            return true;
        } catch (RuntimeException e) {
            onFailure(e);
            return false;
        }
    }

    /** False when it failed before its end. */
    private boolean followed() {
        try {
            follow();
            return true;
        } catch (RuntimeException e) {
            onFailure(e);
            begun = false;
            return false;
        }
    }

    private void onFailure(RuntimeException e) {
        failures.incrementAndGet();
        LOG.warn("the side lane failed, and begins again: {}", e.toString(), e);
    }

    private void follow() {
        long nextCommit = System.nanoTime() + COMMIT_INTERVAL_NS;
        long uncommitted = 0;
        while (true) {
            boolean closing = closed;
            int count = lane.poll(settled.of(records), this::isOver);
            uncommitted += count;
            long now = System.nanoTime();
            boolean due = now - nextCommit >= 0 || lane.pending() >= MAX_PENDING;
            if (uncommitted > 0 && (due || closing)) {
                lane.commit();
                reportFile.write(lane);
                uncommitted = 0;
                nextCommit = now + COMMIT_INTERVAL_NS;
            }
            if (closing && (count == 0 || isOver())) {
                lane.save();
                return;
            }
            if (count == 0) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    private boolean isOver() {
        return closed && System.nanoTime() - closeDeadline >= 0;
    }
}
