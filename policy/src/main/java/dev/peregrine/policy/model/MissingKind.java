package dev.peregrine.policy.model;

/** Which values a numeric split sends its own way, without looking at the threshold. */
public enum MissingKind {
    /** None: a missing value counts as 0. */
    NONE,
    /** Missing ones, and those no further from 0 than 1e-35 in single precision. */
    ZERO,
    /** Missing ones. */
    NAN
}
