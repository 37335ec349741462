/** Files of comma-separated values, and how their rows become transactions. */
package dev.peregrine.replay.backtest.csv;
