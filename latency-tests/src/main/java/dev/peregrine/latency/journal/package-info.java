/**
 * What the journal, snapshots and a restart cost: the pipeline without clients, and whole nodes.
 */
package dev.peregrine.latency.journal;
