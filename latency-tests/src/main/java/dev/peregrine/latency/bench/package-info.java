/** The {@code bench} commands: figures for the README, each beside its floor of the same run. */
package dev.peregrine.latency.bench;
