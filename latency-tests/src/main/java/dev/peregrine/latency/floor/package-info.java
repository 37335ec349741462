/**
 * Floors: the same journey with nothing in it of ours. A figure of the engine means little without
 * the one of a bare echo on the same machine in the same run.
 */
package dev.peregrine.latency.floor;
