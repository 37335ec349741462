/** Waiting for threads. */
package dev.peregrine.replay.thread;
