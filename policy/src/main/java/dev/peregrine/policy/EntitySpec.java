package dev.peregrine.policy;

import dev.peregrine.protocol.KeyField;
import java.util.List;

/**
 * An entity type: whose behaviour is counted.
 *
 * @param name such as {@code card} or {@code card_merchant}
 * @param key one part, or several that count together
 * @param capacity greatest number of entities
 * @param maxEvents greatest number of events kept for one entity
 * @param ttlNs how long an entity is kept after its latest event, in nanoseconds; 0 when not given:
 *     as long as its windows reach
 * @param whenFull what happens at capacity
 */
public record EntitySpec(
        String name,
        List<KeyPart> key,
        int capacity,
        int maxEvents,
        long ttlNs,
        WhenFull whenFull) {
    public EntitySpec {
        key = List.copyOf(key);
    }

    /** An entity of whole fields that is kept as long as its windows reach. */
    public EntitySpec(String name, List<KeyField> key, int capacity, int maxEvents) {
        this(name, key.stream().map(KeyPart::of).toList(), capacity, maxEvents, 0, WhenFull.REFUSE);
    }
}
