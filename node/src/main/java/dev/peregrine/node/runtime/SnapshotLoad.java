package dev.peregrine.node.runtime;

import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.engine.ScoringEngine;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/**
 * Loads the newest snapshot on a thread of its own while driver and archive start, before it is
 * known how far the decision records go: a snapshot of later events, as a loss of power leaves it,
 * is given up for the one before. One thread uses it.
 */
final class SnapshotLoad implements AutoCloseable {
    private final SnapshotDirectory snapshots;
    private final Supplier<ScoringEngine> engines;
    private final CompletableFuture<SnapshotDirectory.Restored> loaded = new CompletableFuture<>();
    private final Thread thread = new Thread(this::load, "load");
    private long elapsedNs;
    private boolean taken;

    private SnapshotLoad(SnapshotDirectory snapshots, Supplier<ScoringEngine> engines) {
        this.snapshots = snapshots;
        this.engines = engines;
        thread.setDaemon(true);
    }

    /**
     * Begins.
     *
     * @param engines makes new engines; called on the load's thread
     */
    static SnapshotLoad begin(SnapshotDirectory snapshots, Supplier<ScoringEngine> engines) {
        SnapshotLoad load = new SnapshotLoad(snapshots, engines);
        load.thread.start();
        return load;
    }

    /**
     * Waits for it; the caller owns the engine. Called once.
     *
     * @param newestSequence snapshots of later events are passed over
     */
    SnapshotDirectory.Restored await(long newestSequence) {
        SnapshotDirectory.Restored restored;
        try {
            restored = loaded.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException thrown ? thrown : e;
        }
        taken = true;
        long sequence = restored.manifest().map(SnapshotManifest::sequence).orElse(0L);
        if (sequence <= newestSequence) {
            return restored;
        }
        restored.engine().close();
        return snapshots.restore(newestSequence, engines);
    }

    /** Time that it took, in nanoseconds; after {@link #await}. */
    long elapsedNs() {
        return elapsedNs;
    }

    /** Waits for the load's end, and closes the engine if nobody has taken it. */
    @Override
    public void close() {
        if (!taken) {
            SnapshotDirectory.Restored restored = loaded.exceptionally(thrown -> null).join();
            if (restored != null) {
                restored.engine().close();
            }
        }
    }

    private void load() {
        long start = System.nanoTime();
        try {
            SnapshotDirectory.Restored restored = snapshots.restore(Long.MAX_VALUE, engines);
            elapsedNs = System.nanoTime() - start;
            loaded.complete(restored);
        } catch (RuntimeException | Error e) {
            loaded.completeExceptionally(e);
        }
    }
}
