package dev.peregrine.latency.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.latency.bench.BenchReport;
import dev.peregrine.latency.scratch.ScratchDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * How long a killed node takes until it decides again: from the start of the process to the answer
 * to the first request over HTTP, with a snapshot of many cards and some payments after it.
 */
public final class RecoveryBench {
    private static final long TAIL = 100_000;

    private final int repetitions;
    private final BenchReport report;
    private final List<String> rows = new ArrayList<>();

    /**
     * @param repetitions how often the node is killed and started, for each number of cards
     */
    public RecoveryBench(int repetitions, BenchReport report) {
        this.repetitions = repetitions;
        this.report = report;
    }

    /** Room for event ids. */
    static long eventIds(long cards, long tail) {
        return cards + tail + 1_000;
    }

    /** Measures each number of cards. */
    public void run(List<Long> cards) throws Exception {
        for (long count : cards) {
            measure(count);
        }
        report.say("");
        report.say(
                "| cards | snapshot | loaded in | driver and archive meanwhile | then waited |"
                        + " 100,000 events replayed | warm-up | the rest |"
                        + " first decision after |");
        report.say("| --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        rows.forEach(report::say);
    }

    private void measure(long cards) throws Exception {
        try (ScratchDirectory scratch = ScratchDirectory.create("recovery")) {
            Path directory = scratch.path();
            Path policy = CardPolicy.write(directory.resolve("policy"), cards);
            Path data = directory.resolve("data");
            report.say(String.format(Locale.ROOT, "  %,d cards: filling", cards));
            fill(data, policy, cards);
            long snapshot = largest(data.resolve("snapshots"));
            List<RestartedNode.Times> times = new ArrayList<>();
            for (int i = 0; i < repetitions; i++) {
                times.add(RestartedNode.time(directory, data, policy, cards, TAIL));
                add(cards, snapshot, times.get(i));
            }
            report.add(RecoveryMeasurement.of(cards, times));
            RecoveryMeasurement.write(cards, times, report.files());
        }
    }

    private static void fill(Path data, Path policy, long cards) throws Exception {
        try (ChildProcess child =
                ChildProcess.ofThisJvm(
                        FilledNode.class,
                        data.toString(),
                        policy.toString(),
                        Long.toString(cards),
                        Long.toString(TAIL))) {
            child.await(FilledNode.FILLED);
            child.kill();
        }
    }

    private void add(long cards, long snapshot, RestartedNode.Times times) {
        ObjectNode node = report.root().withObjectProperty("cards-" + cards);
        node.put("snapshot_bytes", snapshot);
        node.put("ready_seconds", times.ready());
        node.put("snapshot_loaded_seconds", times.loaded());
        node.put("driver_and_archive_seconds", times.machine());
        node.put("snapshot_waited_seconds", times.waited());
        node.put("replayed_seconds", times.replayed());
        node.put("warm_up_seconds", times.warmUp());
        node.put("first_decision_seconds", times.total());
        rows.add(
                String.format(
                        Locale.ROOT,
                        "| %,d | %,d MB | %.1f s | %.1f s | %.1f s | %.1f s | %.1f s | %.1f s |"
                                + " %.1f s |",
                        cards,
                        snapshot >> 20,
                        times.loaded(),
                        times.machine(),
                        times.waited(),
                        times.replayed(),
                        times.warmUp(),
                        times.rest(),
                        times.total()));
        report.say("  " + rows.get(rows.size() - 1));
    }

    private static long largest(Path snapshots) throws IOException {
        try (Stream<Path> files = Files.list(snapshots)) {
            return files.mapToLong(file -> file.toFile().length()).max().orElse(0);
        }
    }
}
