package dev.peregrine.policy;

import dev.peregrine.protocol.KeyField;
import java.util.List;

/**
 * An entity type: whose behaviour is counted.
 *
 * @param name such as {@code card} or {@code card_merchant}
 * @param key one field, or several that count together
 * @param capacity greatest number of entities
 * @param maxEvents greatest number of events kept for one entity
 */
public record EntitySpec(String name, List<KeyField> key, int capacity, int maxEvents) {
    public EntitySpec {
        key = List.copyOf(key);
    }
}
