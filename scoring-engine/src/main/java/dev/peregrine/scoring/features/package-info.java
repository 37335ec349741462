/**
 * From a transaction and its entities' windows to the dense feature vector: the compiled form of
 * {@code features.yaml}.
 */
package dev.peregrine.scoring.features;
