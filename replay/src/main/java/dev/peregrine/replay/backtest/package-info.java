/**
 * Backtest: the engine over a file of past transactions, with labels that become known as late as
 * they do in life.
 */
package dev.peregrine.replay.backtest;
