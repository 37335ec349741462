package dev.peregrine.node.cli;

import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Says how far a recovery has come, every few seconds. One thread. */
final class RecoveryProgress implements ReplayProgress {
    private static final long INTERVAL_NS = TimeUnit.SECONDS.toNanos(2);

    private final PrintWriter out;
    private long lastNs = System.nanoTime();

    RecoveryProgress(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void onProgress(long events, long bytes, double percent) {
        long nowNs = System.nanoTime();
        if (nowNs - lastNs >= INTERVAL_NS) {
            lastNs = nowNs;
            out.printf(
                    Locale.ROOT,
                    "replay: %,d events, at %.0f %% of the journal%n",
                    events,
                    percent);
            out.flush();
        }
    }
}
