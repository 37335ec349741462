package dev.peregrine.node.cli;

import dev.peregrine.replay.backtest.ProgressListener;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A progress bar on standard error, by bytes of the input; nothing where that is no terminal. */
final class BacktestProgress implements ProgressListener, AutoCloseable {
    private static final int UPDATE_MILLIS = 200;
    private static final long MEGABYTE = 1_000_000;

    private ProgressBar bar;

    @Override
    public void onProgress(long bytesRead, long bytesTotal, long rows) {
        if (bar == null) {
            if (!Terminal.interactive()) {
                return;
            }
            bar =
                    new ProgressBarBuilder()
                            .setTaskName("backtest")
                            .setInitialMax(bytesTotal)
                            .setUnit(" MB", MEGABYTE)
                            .setStyle(ProgressBarStyle.ASCII)
                            .setUpdateIntervalMillis(UPDATE_MILLIS)
                            .build();
        }
        bar.stepTo(bytesRead);
        bar.setExtraMessage(String.format(Locale.ROOT, " %,d rows", rows));
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
