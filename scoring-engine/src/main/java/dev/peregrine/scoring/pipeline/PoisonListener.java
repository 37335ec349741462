package dev.peregrine.scoring.pipeline;

/**
 * Hears of events on which the engine failed before their first effect, and which were refused with
 * {@code QUARANTINED} for that.
 */
@FunctionalInterface
public interface PoisonListener {
    /** Tells nobody. */
    PoisonListener NONE = (epoch, sequence, cause) -> {};

    /**
     * An event was refused. Called by the publish stage, before the answer: must not block.
     *
     * @param epoch of the event
     * @param sequence of the event
     * @param cause what the engine failed with
     */
    void onPoison(long epoch, long sequence, RuntimeException cause);
}
