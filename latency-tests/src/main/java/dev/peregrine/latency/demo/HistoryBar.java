package dev.peregrine.latency.demo;

import dev.peregrine.latency.embedded.HistoryLoader;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.TerminationSignal;
import dev.peregrine.node.cli.UserException;
import java.io.PrintWriter;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Shows how the loading of the history gets on; ends it when the process is told to end. */
final class HistoryBar implements HistoryLoader.Progress, AutoCloseable {
    private static final long DAY_NS = 86_400_000_000_000L;
    private static final long PLAIN_INTERVAL_NS = 2_000_000_000L;

    private final PrintWriter out;
    private final TerminationSignal signal;
    private final ProgressBar bar;
    private final int days;
    private final long fromNs;
    private long lastNs = System.nanoTime();

    HistoryBar(PrintWriter out, boolean terminal, TerminationSignal signal, int days, long nowNs) {
        this.out = out;
        this.signal = signal;
        this.days = days;
        this.fromNs = nowNs - days * DAY_NS;
        bar = terminal ? newBar(days) : null;
    }

    @Override
    public void onProgress(long timeNs, long events) {
        if (signal.isRaised()) {
            throw new UserException(ExitCode.INTERRUPTED, "interrupted");
        }
        long day = (timeNs - fromNs) / DAY_NS;
        if (bar != null) {
            bar.stepTo(day).setExtraMessage(String.format(Locale.ROOT, "%,d events", events));
        } else if (System.nanoTime() - lastNs > PLAIN_INTERVAL_NS) {
            lastNs = System.nanoTime();
            out.println(
                    String.format(
                            Locale.ROOT, "history: day %d of %d, %,d events", day, days, events));
            out.flush();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }

    private static ProgressBar newBar(int days) {
        return new ProgressBarBuilder()
                .setTaskName("history")
                .setInitialMax(days)
                .setUnit(" days", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }
}
