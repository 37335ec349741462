/**
 * Measures of a policy over past transactions, as the field computes them. Bounded, whatever the
 * length of the input, and a function of what is added and of the seed: no clock, no thread's
 * timing.
 */
package dev.peregrine.replay.backtest.metrics;
