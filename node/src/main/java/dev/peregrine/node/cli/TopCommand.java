package dev.peregrine.node.cli;

import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.latency.LiveLatency;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.Times;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "top",
        description = {
            "Show how long events take in a running node, by stage, second by second.",
            "Reads what the node writes into its data directory; ends with Ctrl-C, or the node."
        })
final class TopCommand implements Callable<Integer> {
    private static final long REFRESH_MS = 1_000;
    private static final long STALE_MS = 5_000;
    private static final double MIB = 1 << 20;
    private static final String CLEAR = "\u001b[H\u001b[2J";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PEREGRINE_DATA_DIR:-data}",
            description = "Data directory of the node. Default: PEREGRINE_DATA_DIR, or data.")
    private Path data;

    @Option(names = "--once", description = "Show one second, and end.")
    private boolean once;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException {
        Path directory = DataDirectory.latency(data);
        PrintWriter out = spec.commandLine().getOut();
        boolean shown = false;
        LiveLatency before = null;
        while (true) {
            LiveLatency now = read(directory).filter(TopCommand::isFresh).orElse(null);
            if (now == null) {
                if (shown) {
                    out.println("the node has ended");
                    return ExitCode.OK.code();
                }
                throw new UserException(
                        ExitCode.FAILURE, "no node is running over the data directory " + data);
            }
            if (!once && Terminal.interactive()) {
                out.print(CLEAR);
            }
            print(out, now, before);
            if (once) {
                return ExitCode.OK.code();
            }
            shown = true;
            before = now;
            Thread.sleep(REFRESH_MS);
        }
    }

    private static boolean isFresh(LiveLatency live) {
        return System.currentTimeMillis() - live.timeMs() < STALE_MS;
    }

    private static Optional<LiveLatency> read(Path directory) {
        try {
            return LiveLatency.read(directory);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.FAILURE, directory + ": not readable: " + e.getMessage(), e);
        }
    }

    private static void print(PrintWriter out, LiveLatency now, LiveLatency before) {
        out.printf(
                Locale.ROOT,
                "%s  node %d, up %s  heap %.0f MiB  GC %d pauses, %,d ms  longest hiccup %s%n",
                Instant.ofEpochMilli(now.timeMs()).truncatedTo(ChronoUnit.SECONDS),
                now.pid(),
                upTime(Duration.ofMillis(now.upMs())),
                now.heapBytes() / MIB,
                now.gcPauses(),
                now.gcMs(),
                Times.us(now.hiccupUs()));
        StringBuilder counts = new StringBuilder();
        now.counts()
                .forEach(
                        (name, count) ->
                                counts.append(name)
                                        .append(' ')
                                        .append(String.format(Locale.ROOT, "%,d", count))
                                        .append(rate(name, now, before))
                                        .append("  "));
        out.println(counts.toString().strip());
        out.println();
        TextTable table =
                new TextTable(
                        Set.of(1, 2, 3, 4, 5, 6, 7, 8),
                        "stage, last second",
                        "events",
                        "p50",
                        "p99",
                        "p99.9",
                        "max",
                        "since start: p50",
                        "p99",
                        "p99.9");
        for (Map.Entry<String, Percentiles> stage : now.stages().entrySet()) {
            Percentiles last = stage.getValue();
            Percentiles all = now.sinceStart().getOrDefault(stage.getKey(), last);
            table.row(
                    stage.getKey(),
                    String.format(Locale.ROOT, "%,d", last.count()),
                    Times.us(last.p50Us()),
                    Times.us(last.p99Us()),
                    Times.us(last.p999Us()),
                    Times.us(last.maxUs()),
                    Times.us(all.p50Us()),
                    Times.us(all.p99Us()),
                    Times.us(all.p999Us()));
        }
        table.print(out);
        out.flush();
    }

    /** The two greatest units that there are. */
    static String upTime(Duration up) {
        if (up.toDays() > 0) {
            return up.toDays() + "d " + up.toHoursPart() + "h";
        }
        if (up.toHours() > 0) {
            return up.toHours() + "h " + up.toMinutesPart() + "m";
        }
        return up.toMinutes() > 0
                ? up.toMinutes() + "m " + up.toSecondsPart() + "s"
                : up.toSeconds() + "s";
    }

    private static String rate(String name, LiveLatency now, LiveLatency before) {
        if (before == null || now.timeMs() <= before.timeMs()) {
            return "";
        }
        long more = now.counts().get(name) - before.counts().getOrDefault(name, 0L);
        return String.format(
                Locale.ROOT, " (%,.0f/s)", more * 1e3 / (now.timeMs() - before.timeMs()));
    }
}
