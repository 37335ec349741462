/**
 * The side lane: what is computed of every decision beside the engine, from the logs, on a thread
 * of its own. Challengers, shadow models and explanations run here; nothing of it reaches the
 * engine, a decision or the state hash.
 */
package dev.peregrine.replay.lane;
