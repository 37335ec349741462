package dev.peregrine.replay.backtest;

import dev.peregrine.replay.backtest.checkpoint.RunIdentity;
import dev.peregrine.replay.backtest.report.OutputSet;
import dev.peregrine.replay.backtest.report.SummaryJson;
import dev.peregrine.replay.backtest.report.Tally;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.StateFile;
import dev.peregrine.state.StateMismatchException;
import java.io.IOException;
import java.util.Optional;

/**
 * The file from which an interrupted backtest goes on: the engines' states, what was counted so
 * far, how far each output is, and of which run it is. A run that goes on from it ends with the
 * same files, byte for byte, as one that was never interrupted, apart from times that were
 * measured.
 *
 * <p>One thread. Blocks on the disk. Where the context asks for no checkpoints it does nothing.
 */
final class Checkpoint {
    private static final String NAME = ".checkpoint";
    private static final int SHARE = 20;

    private final BacktestContext context;
    private final StateFile file;
    private final boolean active;
    private RunIdentity identity;
    private long lastNanos = System.nanoTime();
    private long intervalNanos;

    Checkpoint(BacktestContext context) {
        this.context = context;
        file = new StateFile(context.outputDirectory().resolve(NAME));
        active = context.writesCheckpoints();
        intervalNanos = context.checkpointNanos();
    }

    /**
     * Looks for a file to go on from, where that is wanted.
     *
     * @throws BacktestException when the file is of another run
     */
    void open() throws IOException, BacktestException {
        if (active) {
            identity = RunIdentity.of(context);
        }
        if (active && context.resumes() && file.exists()) {
            check();
            context.goOn();
        }
    }

    /** Deletes what earlier runs have left and this one may not replace. */
    void deleteOld() throws IOException {
        if (context.goesOn()) {
            OutputSet.deleteResults(context.outputDirectory());
        } else {
            file.delete();
            OutputSet.deleteOld(context.outputDirectory());
        }
    }

    /** Goes on from the file, if {@link #open} has found one. */
    void load(BacktestRows rows) throws IOException {
        if (!context.goesOn()) {
            return;
        }
        try {
            file.read(rows::load);
        } catch (SnapshotException | StateMismatchException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** True when it is time for the next. */
    boolean isDue() {
        return active && System.nanoTime() - lastNanos >= intervalNanos;
    }

    /**
     * Writes what was done so far, in place of the one before. Takes as long as writing the state
     * does; the next comes so late that all of them together take at most a twentieth of the time.
     */
    void write(BacktestRows rows, Tally tally) throws IOException {
        if (!active) {
            return;
        }
        long start = System.nanoTime();
        try {
            file.write(identity.toBytes(), rows::save);
        } catch (SnapshotException e) {
            throw new IOException(e.getMessage(), e);
        }
        SummaryJson.writeUnfinished(context, tally);
        lastNanos = System.nanoTime();
        intervalNanos = Math.max(context.checkpointNanos(), SHARE * (lastNanos - start));
    }

    /**
     * Deletes the file where nothing is left to go on with.
     *
     * @return whether it stays
     */
    boolean conclude(Ending ending) throws IOException {
        boolean stays =
                active
                        && file.exists()
                        && (ending == Ending.INTERRUPTED || ending == Ending.OUTPUT_FAILED);
        if (active && !stays) {
            file.delete();
        }
        return stays;
    }

    /** Of a journal what has come since is left out. */
    private Optional<String> endJournal() {
        return context.journal()
                .filter(journal -> !journal.endAt(identity.journalEnd()))
                .map(journal -> "the journal is shorter than it was");
    }

    private void check() throws BacktestException {
        Optional<String> difference;
        try {
            byte[] before = file.manifest();
            difference = identity.differenceFrom(before);
            if (difference.isEmpty()) {
                identity = identity.endingAs(before);
                difference = endJournal();
            }
        } catch (SnapshotException | IOException e) {
            throw new BacktestException("cannot go on: " + e.getMessage(), e);
        }
        if (difference.isPresent()) {
            throw new BacktestException(
                    "cannot go on with what lies in "
                            + context.outputDirectory()
                            + ": "
                            + difference.get()
                            + "; begin anew without --resume");
        }
    }
}
