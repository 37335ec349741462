/**
 * A whole node in this process, and simulated traffic through it: what demo and benchmarks share.
 */
package dev.peregrine.latency.embedded;
