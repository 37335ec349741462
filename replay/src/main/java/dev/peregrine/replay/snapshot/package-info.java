/**
 * Snapshots of an engine's state: written by a follower that reads the journal behind the running
 * engine, or by a node that has drained; loaded at the start, so that only the journal's tail is
 * replayed.
 */
package dev.peregrine.replay.snapshot;
