package dev.peregrine.policy.expression;

/**
 * How one text is tested by another. Every text starts with, ends with and contains the empty one.
 */
public enum TextRelation {
    STARTS_WITH,
    ENDS_WITH,
    CONTAINS
}
