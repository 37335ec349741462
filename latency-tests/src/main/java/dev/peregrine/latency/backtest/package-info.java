/** Backtests of long generated histories: what they take of memory and time. */
package dev.peregrine.latency.backtest;
