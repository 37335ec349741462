package dev.peregrine.policy;

import java.util.Locale;

/** What happens to an event of a new entity when its type is at capacity. */
public enum WhenFull {
    /** The event is refused. */
    REFUSE,
    /** The entity whose latest event is the oldest is forgotten. */
    EVICT_OLDEST;

    /** Name in {@code features.yaml}. */
    public String externalName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
