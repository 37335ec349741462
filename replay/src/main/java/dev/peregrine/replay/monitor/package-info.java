/**
 * Monitors in the side lane: whether scores or what becomes of payments drift, and how unlike the
 * others a payment is. Nothing of it reaches the engine or the state hash.
 */
package dev.peregrine.replay.monitor;
