package dev.peregrine.latency.rig;

import java.util.List;
import org.HdrHistogram.Histogram;

/** Tells how long the parts of a target's way have taken so far. Any thread. */
@FunctionalInterface
public interface StageSource {
    /** For a target of which only the whole is known. */
    StageSource NONE = List::of;

    /** The parts, in a fixed order, each with all that was recorded of it so far. */
    List<Part> parts();

    /**
     * A part.
     *
     * @param name of the stage
     * @param includes what it covers
     * @param nanos all that was recorded; the reader's own
     */
    record Part(String name, String includes, Histogram nanos) {
        /** Adds what another run recorded of the same part to this. */
        public Part add(Part other) {
            nanos.add(other.nanos());
            return this;
        }
    }
}
