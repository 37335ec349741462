/** Benchmarks of the engine alone, without transport, journal or threads. */
package dev.peregrine.latency.jmh;
