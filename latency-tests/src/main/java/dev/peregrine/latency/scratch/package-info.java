/** Directories that last as long as a benchmark. */
package dev.peregrine.latency.scratch;
