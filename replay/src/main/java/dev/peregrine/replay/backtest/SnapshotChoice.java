package dev.peregrine.replay.backtest;

import dev.peregrine.replay.snapshot.SnapshotDirectory;
import dev.peregrine.replay.snapshot.SnapshotException;
import dev.peregrine.replay.snapshot.SnapshotFile;
import dev.peregrine.replay.snapshot.SnapshotManifest;
import dev.peregrine.scoring.log.Log;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Finds the snapshot with which a backtest of a journal begins. Every message of an exception is
 * one line for the user. Reads first blocks of files.
 */
public final class SnapshotChoice {
    private final Path directory;
    private final Log journal;

    /**
     * A snapshot that was chosen.
     *
     * @param manifest the file's
     */
    public record Chosen(SnapshotFile file, SnapshotManifest manifest) {}

    /**
     * Among the snapshots of a node.
     *
     * @param directory that holds them
     * @param journal of the same node
     */
    public SnapshotChoice(Path directory, Log journal) {
        this.directory = directory;
        this.journal = journal;
    }

    /**
     * The newest that is not later than a time, so that all that comes from then on is run.
     *
     * @param fromNs epoch nanoseconds; {@link Long#MIN_VALUE} for the oldest of all
     * @throws BacktestException where there is none
     */
    public Chosen before(long fromNs) throws BacktestException {
        List<Chosen> usable = new ArrayList<>();
        for (SnapshotFile file : files()) {
            Chosen chosen = read(file);
            if (isCovered(chosen.manifest)) {
                usable.add(chosen);
            }
        }
        if (usable.isEmpty()) {
            throw new BacktestException(
                    directory + ": no snapshot lies within what is left of the journal");
        }
        Chosen oldest = usable.get(usable.size() - 1);
        if (fromNs == EvaluationWindow.ALL.fromNs()) {
            return oldest;
        }
        return usable.stream()
                .filter(chosen -> chosen.manifest.ingressTimeNs() <= fromNs)
                .findFirst()
                .orElseThrow(() -> tooLate(oldest, fromNs));
    }

    /**
     * The one that was asked for.
     *
     * @param sequence of its last event
     * @param fromNs from when on payments are measured; the snapshot may not be later
     * @throws BacktestException where it is not there, or of no use
     */
    public Chosen of(long sequence, long fromNs) throws BacktestException {
        List<SnapshotFile> files = files();
        Chosen chosen = null;
        for (SnapshotFile file : files) {
            if (file.sequence() == sequence) {
                chosen = read(file);
            }
        }
        if (chosen == null) {
            throw new BacktestException(
                    directory
                            + ": no snapshot of event "
                            + sequence
                            + ", only of "
                            + files.stream()
                                    .map(file -> Long.toString(file.sequence()))
                                    .collect(Collectors.joining(", ")));
        }
        if (!isCovered(chosen.manifest)) {
            throw new BacktestException(
                    chosen.file.path()
                            + ": the journal does not hold what came after event "
                            + sequence);
        }
        if (fromNs != EvaluationWindow.ALL.fromNs() && chosen.manifest.ingressTimeNs() > fromNs) {
            throw tooLate(chosen, fromNs);
        }
        return chosen;
    }

    private List<SnapshotFile> files() throws BacktestException {
        List<SnapshotFile> files;
        try {
            files = new SnapshotDirectory(directory).list();
        } catch (SnapshotException e) {
            throw new BacktestException(e.getMessage(), e);
        }
        if (files.isEmpty()) {
            throw new BacktestException(directory + ": no snapshots here");
        }
        return files;
    }

    private static Chosen read(SnapshotFile file) throws BacktestException {
        try {
            return new Chosen(file, file.manifest());
        } catch (SnapshotException e) {
            throw new BacktestException(e.getMessage(), e);
        }
    }

    private boolean isCovered(SnapshotManifest manifest) {
        return manifest.journalPosition() >= journal.startPosition()
                && manifest.journalPosition() <= journal.durablePosition();
    }

    private static BacktestException tooLate(Chosen chosen, long fromNs) {
        return new BacktestException(
                chosen.file.path()
                        + ": is of "
                        + text(chosen.manifest.ingressTimeNs())
                        + ", later than --from "
                        + text(fromNs));
    }

    private static String text(long timeNs) {
        return Instant.EPOCH.plus(timeNs, ChronoUnit.NANOS).toString();
    }
}
