package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.embedded.Transport;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Decisions over Aeron ipc without challengers and with three, in turn, each on a node of its own
 * with the same history. The p99 of a kind is the median of its rounds.
 */
final class ChallengerBench {
    private static final double MOST = 1.25;

    private final double rate;
    private final Rig rig;
    private final BenchReport report;

    /**
     * @param rate payments a second
     */
    ChallengerBench(double rate, Rig rig, BenchReport report) {
        this.rate = rate;
        this.rig = rig;
        this.report = report;
    }

    /** Measures; true when the p99 with challengers is within the bound. */
    boolean run(int rounds) throws IOException {
        try (ScratchDirectory scratch = ScratchDirectory.create("challengers")) {
            Path directory = scratch.path();
            Path alone = ChallengedDemo.make(directory.resolve("alone"), false);
            Path challenged = ChallengedDemo.make(directory.resolve("challenged"), true);
            List<Measurement> without = new ArrayList<>();
            List<Measurement> with = new ArrayList<>();
            for (int i = 1; i <= rounds; i++) {
                without.add(measure(alone, "alone-" + i, "no challengers", null));
                with.add(
                        measure(
                                challenged,
                                "challengers-" + i,
                                "three challengers in the side lane",
                                without.get(i - 1)));
            }
            double ratio = median(with) / median(without);
            report.root().put("p99_ratio", ratio).put("p99_ratio_most", MOST);
            report.say("");
            report.say(
                    String.format(
                            Locale.ROOT,
                            "%s p99 with three challengers: %.2f times that without (medians of %d"
                                    + " rounds); at most %.2f",
                            ratio <= MOST ? "OK  " : "FAIL",
                            ratio,
                            rounds,
                            MOST));
            return ratio <= MOST;
        }
    }

    private Measurement measure(Path policy, String name, String includes, Measurement floor)
            throws IOException {
        long events = (long) (2 * rate * (rig.plan().allSeconds() + 2));
        try (WarmNode warm = new WarmNode(policy, false, Transport.IPC, events);
                TrafficClient client = warm.connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                client,
                                warm.simulator(),
                                new EventWriter(EmbeddedNode.TENANT, warm.prefix()),
                                LiveTraffic.NOBODY)) {
            Measurement result =
                    rig.measure(
                            Subject.of(
                                    name,
                                    includes,
                                    "Aeron ipc both ways, journal ("
                                            + warm.node().durability()
                                            + ", no fsync), features, rules, score; client and node"
                                            + " in one process",
                                    floor == null ? null : floor.name(),
                                    rate),
                            traffic,
                            warm.node().stages());
            report.add(result);
            report.say("    " + warm.node().sideLane());
            return result;
        }
    }

    private static double median(List<Measurement> results) {
        double[] values =
                results.stream()
                        .mapToDouble(r -> r.spread(Percentiles::p99Us).median())
                        .sorted()
                        .toArray();
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
