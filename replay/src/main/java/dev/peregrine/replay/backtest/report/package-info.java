/** What a backtest writes: decisions, features and the summary with its measures. */
package dev.peregrine.replay.backtest.report;
