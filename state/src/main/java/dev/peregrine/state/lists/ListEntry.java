package dev.peregrine.state.lists;

/**
 * An entry of a list, for people.
 *
 * @param value as it was put
 * @param expiresNs its end, epoch nanoseconds; {@link ListTable#NO_END} for none
 * @param decidedNs when it was decided, epoch nanoseconds
 * @param reason why; may be empty
 */
public record ListEntry(String value, long expiresNs, long decidedNs, String reason) {}
