package dev.peregrine.latency.bench;

import dev.peregrine.latency.rig.LoadResult;

/**
 * A measurement beside its floors.
 *
 * @param title for the table
 * @param result what was measured
 * @param includes what the figure covers
 * @param floor the measurement that it stands on; null for a floor itself
 */
public record Figure(String title, LoadResult result, String includes, LoadResult floor) {}
