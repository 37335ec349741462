package dev.peregrine.latency.demo;

import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.protocol.codec.Action;
import java.io.PrintWriter;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * Shows a run while it lasts, from a thread of its own: on a terminal a few lines that are redrawn
 * every half second, otherwise a line every second.
 */
final class LiveView implements AutoCloseable {
    private static final long TERMINAL_INTERVAL_MS = 500;
    private static final long PLAIN_INTERVAL_MS = 1_000;
    private static final int LINES = 4;

    private final PrintWriter out;
    private final boolean terminal;
    private final LoadRun run;
    private final Scoreboard scoreboard;
    private final Thread thread = new Thread(this::watch, "live-view");
    private final long startNs = System.nanoTime();
    private long lastNs = startNs;
    private long lastAnswered;
    private boolean drawn;

    LiveView(PrintWriter out, boolean terminal, LoadRun run, Scoreboard scoreboard) {
        this.out = out;
        this.terminal = terminal;
        this.run = run;
        this.scoreboard = scoreboard;
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void watch() {
        try {
            while (true) {
                Thread.sleep(terminal ? TERMINAL_INTERVAL_MS : PLAIN_INTERVAL_MS);
                draw();
            }
        } catch (InterruptedException e) {
            draw();
        }
    }

    private void draw() {
        long nowNs = System.nanoTime();
        long answered = run.answered();
        double rate = (answered - lastAnswered) / ((nowNs - lastNs) / 1e9);
        double seconds = (nowNs - startNs) / 1e9;
        lastNs = nowNs;
        lastAnswered = answered;
        Histogram latencies = run.latencies();
        String first = format("%6.1f s %,8.0f decisions/s %,11d in all", seconds, rate, answered);
        String actions =
                format(
                        "approve %,d  challenge %,d  review %,d  decline %,d",
                        scoreboard.count(Action.APPROVE),
                        scoreboard.count(Action.CHALLENGE),
                        scoreboard.count(Action.REVIEW),
                        scoreboard.count(Action.DECLINE));
        String latency =
                latencies.getTotalCount() == 0
                        ? "latency: warming up"
                        : format(
                                "latency ms: p50 %.3f  p99 %.3f  p99.9 %.3f",
                                millis(latencies, 50),
                                millis(latencies, 99),
                                millis(latencies, 99.9));
        String fraud =
                format("fraud %,d, caught %,d", scoreboard.fraud(), scoreboard.fraudCaught());
        if (terminal) {
            out.print(drawn ? "\033[" + LINES + "A" : "");
            for (String line : new String[] {first, actions, latency, fraud}) {
                out.print("\r\033[K  " + line + "\n");
            }
        } else {
            out.println(first + " | " + actions + " | " + latency + " | " + fraud);
        }
        drawn = true;
        out.flush();
    }

    private static double millis(Histogram latencies, double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
