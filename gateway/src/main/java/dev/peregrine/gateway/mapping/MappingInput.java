package dev.peregrine.gateway.mapping;

/**
 * What the rules of a table see.
 *
 * @param source the message
 * @param tokens makes tokens of card numbers and the like
 * @param nowNs time of day in nanoseconds since 1970, for times that lack their year
 */
public record MappingInput(FieldSource source, TokenHash tokens, long nowNs) {}
