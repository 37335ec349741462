package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.EvidenceException;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.scoring.log.LogException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a running node's evidence store up to date, on a thread of its own. The pipeline never
 * waits for it: a store that is slow, or whose disk refuses, lags, and is tried again.
 */
final class EvidenceService implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceService.class);
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long RETRY_NS = TimeUnit.SECONDS.toNanos(1);
    private static final long EXPIRE_INTERVAL_NS = TimeUnit.MINUTES.toNanos(1);
    private static final long STALLED_NS = TimeUnit.MILLISECONDS.toNanos(500);
    private static final long DRAIN_NS = TimeUnit.SECONDS.toNanos(5);

    private final EvidenceStore store;
    private final ArchiveLog journal;
    private final ArchiveLog records;
    private final PublishProgress progress;
    private final PublishProgress.Settled settled;
    private final Thread thread = new Thread(this::run, "evidence");
    private final AtomicLong failures = new AtomicLong();
    private boolean failing;
    private volatile long caughtUpNanos = System.nanoTime();
    private volatile boolean closed;

    /** Takes the store over, which {@link #close} closes. */
    EvidenceService(
            EvidenceStore store, ArchiveLog journal, ArchiveLog records, PublishProgress progress) {
        this.store = store;
        this.journal = journal;
        this.records = records;
        this.progress = progress;
        settled = progress.settled();
        thread.setDaemon(true);
    }

    /** Begins to follow. What the store has beyond the journal's end is taken out first. */
    void start() {
        store.writer().cutBehind(progress.published());
        thread.start();
    }

    EvidenceStore store() {
        return store;
    }

    /** Events answered that are not yet in the store. Any thread. */
    long lagEvents() {
        return Math.max(0, progress.published() - store.writer().resume().sequence());
    }

    /**
     * How old the oldest answer may be that is not yet in the store, in nanoseconds. Any thread.
     */
    long lagNs() {
        return lagEvents() == 0 ? 0 : System.nanoTime() - caughtUpNanos;
    }

    /** Attempts that failed since the start. Any thread. */
    long failures() {
        return failures.get();
    }

    /** Carries over what was answered, for at most some seconds, and closes the store. Blocks. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        ThreadEnd.await(thread);
        store.close();
    }

    private void run() {
        boolean reopen = false;
        while (true) {
            try (EvidenceFeed feed = new EvidenceFeed(journal, records, store.writer())) {
                if (reopen) {
                    store.writer().reopen();
                    reopen = false;
                }
                follow(feed);
                return;
            } catch (EvidenceException e) {
                reopen = true;
                failed(e.getMessage(), null);
            } catch (LogException e) {
                failed(e.getMessage(), null);
            } catch (RuntimeException e) {
                failed(e.toString(), e);
            }
            if (closed) {
                return;
            }
            LockSupport.parkNanos(RETRY_NS);
        }
    }

    /**
     * Returns when the service is closed and what was answered is in the store, or does not come
     * any more: a node that failed may have lost the end of its logs.
     */
    private void follow(EvidenceFeed feed) {
        feed.begin();
        long nextExpiry = System.nanoTime();
        long drainUntil = 0;
        long movedNanos = nextExpiry;
        long markedNanos = nextExpiry;
        long markedSequence = progress.published();
        while (true) {
            long now = System.nanoTime();
            if (now - nextExpiry >= 0) {
                store.writer().expire(System.currentTimeMillis() * 1_000_000);
                nextExpiry = now + EXPIRE_INTERVAL_NS;
            }
            boolean idle = feed.poll(settled.of(records)) == 0;
            failing = false;
            movedNanos = idle && drainUntil != 0 ? movedNanos : now;
            if (store.writer().resume().sequence() >= markedSequence) {
                caughtUpNanos = markedNanos;
                markedSequence = progress.published();
                markedNanos = now;
            }
            if (closed) {
                drainUntil = drainUntil == 0 ? now + DRAIN_NS : drainUntil;
                if (lagEvents() == 0 || now - drainUntil >= 0 || now - movedNanos >= STALLED_NS) {
                    return;
                }
            }
            if (idle) {
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }

    private void failed(String what, Throwable thrown) {
        failures.incrementAndGet();
        if (!failing) {
            failing = true;
            LOG.warn("the evidence store lags: {}", what, thrown);
        }
    }
}
