/** What a backtest keeps of itself so that another process can go on with it. */
package dev.peregrine.replay.backtest.checkpoint;
