package dev.peregrine.ingest;

import java.util.Set;

/**
 * Who is on the other side of a session.
 *
 * @param name from the node's configuration
 * @param tenants for whom it may speak
 */
public record Principal(String name, Set<Integer> tenants) {
    public Principal {
        tenants = Set.copyOf(tenants);
    }
}
