package dev.peregrine.replay.backtest;

/** Told how far a backtest is, a few hundred times a second, on the scoring thread. */
@FunctionalInterface
public interface ProgressListener {
    /** Listens to nothing. */
    ProgressListener NONE = (bytesRead, bytesTotal, rows) -> {};

    /**
     * Some rows have been worked on.
     *
     * @param bytesRead bytes of the input file, as it lies on the disk, that have been read
     * @param bytesTotal length of the input file
     * @param rows rows so far, bad ones included
     */
    void onProgress(long bytesRead, long bytesTotal, long rows);
}
