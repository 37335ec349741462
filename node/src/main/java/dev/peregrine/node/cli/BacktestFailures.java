package dev.peregrine.node.cli;

import dev.peregrine.replay.backtest.BacktestException;
import dev.peregrine.replay.snapshot.SnapshotException;

/** What a user is told of a backtest that cannot begin. */
final class BacktestFailures {
    private BacktestFailures() {}

    static UserException of(BacktestException e) {
        ExitCode code =
                e.getCause() instanceof SnapshotException
                        ? ExitCode.SNAPSHOT_FAILED
                        : ExitCode.BAD_INPUT;
        return new UserException(code, e.getMessage(), e);
    }
}
