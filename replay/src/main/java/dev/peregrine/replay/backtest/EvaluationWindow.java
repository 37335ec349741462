package dev.peregrine.replay.backtest;

/**
 * Which transactions are measured and written, and with what labels.
 *
 * @param fromNs event time of the first; earlier ones are run through the engine as warm-up
 * @param toNs event time before which the last lies; later ones are not read
 * @param labelsAsOfNs labels that were not in by then count as unknown
 */
public record EvaluationWindow(long fromNs, long toNs, long labelsAsOfNs) {
    /** Everything, with all labels that ever came in. */
    public static final EvaluationWindow ALL =
            new EvaluationWindow(Long.MIN_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);

    /** True where a transaction of that time is measured and written. */
    public boolean contains(long eventTimeNs) {
        return eventTimeNs >= fromNs && eventTimeNs < toNs;
    }
}
