package dev.peregrine.policy;

/**
 * Type of a feature in rules. In the dense vector all are doubles: booleans 0 and 1, NaN for
 * missing.
 */
public enum FeatureType {
    INTEGER,
    DOUBLE,
    BOOLEAN
}
