/** Trains models by LightGBM's own library on what a backtest has emitted. */
package dev.peregrine.latency.train;
