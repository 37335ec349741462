/** Demo, benchmarks and their commands. */
package dev.peregrine.latency;
