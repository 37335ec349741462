/**
 * Feature state: what is remembered of each entity (a card, a merchant, ...), and the exact sliding
 * windows over it.
 *
 * <p>{@link dev.peregrine.state.FeatureStore} is the port. One implementation keeps its records in
 * Chronicle Map and the windows' history in off-heap memory beside it; the other is plain heap
 * objects, slow and obvious, the oracle of the tests. Both are written by one thread. Nothing here
 * reads a clock.
 */
package dev.peregrine.state;
