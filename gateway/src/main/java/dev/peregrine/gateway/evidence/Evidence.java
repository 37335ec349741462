package dev.peregrine.gateway.evidence;

import java.util.List;

/**
 * All that is kept of a payment.
 *
 * @param event the payment and its decision
 * @param history what else happened under its event id, in the order of all events
 */
public record Evidence(StoredEvent event, List<StoredNote> history) {
    public Evidence {
        history = List.copyOf(history);
    }
}
