/** Where a backtest's transactions come from: files of several formats, alone or in a folder. */
package dev.peregrine.replay.backtest.input;
