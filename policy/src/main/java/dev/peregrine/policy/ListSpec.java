package dev.peregrine.policy;

import dev.peregrine.protocol.codec.ListMatch;

/**
 * A list that a bundle's rules can look values up in. Its entries are no part of the bundle.
 *
 * @param name name in rules, {@code lists.NAME}
 * @param description for people; may be empty
 * @param purpose what it is for
 * @param match how entries match: EXACT and PREFIX texts, CIDR the payer's address
 * @param capacity greatest number of entries
 */
public record ListSpec(
        String name, String description, ListPurpose purpose, ListMatch match, int capacity) {

    /** True when entries are networks of addresses, false when they are texts. */
    public boolean ofNetworks() {
        return match == ListMatch.CIDR;
    }
}
