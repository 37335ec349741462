/**
 * The engine: events in, decisions out, as one deterministic function. The same sequence of events
 * gives the same decisions and the same state hash, bit for bit. Nothing here reads a clock, draws
 * a random number, logs or does I/O.
 */
package dev.peregrine.scoring.engine;
