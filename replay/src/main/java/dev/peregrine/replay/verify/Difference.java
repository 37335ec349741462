package dev.peregrine.replay.verify;

/**
 * A place in which record and recomputation differ.
 *
 * @param sequence of the event
 * @param field name within the record, such as {@code features[3]}
 * @param recorded what the log holds
 * @param recomputed what the engine gives
 */
public record Difference(long sequence, String field, String recorded, String recomputed) {
    @Override
    public String toString() {
        return "sequence "
                + sequence
                + ": "
                + field
                + ": recorded "
                + recorded
                + ", recomputed "
                + recomputed;
    }
}
