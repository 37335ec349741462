/** A simulated {@link dev.peregrine.scoring.log.Log} whose durability and failures are scripted. */
package dev.peregrine.replay.sim;
