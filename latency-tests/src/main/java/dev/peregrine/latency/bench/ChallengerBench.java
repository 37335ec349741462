package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.simulator.EventWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.agrona.IoUtil;

/**
 * Decisions over Aeron ipc without challengers and with three, in turn, each on a node of its own
 * with the same history. The p99 of a kind is the median of its rounds.
 */
final class ChallengerBench {
    private static final double MOST = 1.25;

    private final LoadPlan plan;
    private final BenchReport report;

    ChallengerBench(LoadPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Measures; true when the p99 with challengers is within the bound. */
    boolean run(int rounds) throws IOException {
        Path directory = Files.createTempDirectory("peregrine-challengers-");
        try {
            Path alone = ChallengedDemo.make(directory.resolve("alone"), false);
            Path challenged = ChallengedDemo.make(directory.resolve("challenged"), true);
            List<LoadResult> without = new ArrayList<>();
            List<LoadResult> with = new ArrayList<>();
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
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private LoadResult measure(Path policy, String name, String includes, LoadResult floor)
            throws IOException {
        try (WarmNode warm = new WarmNode(policy, false);
                TrafficClient client = warm.node().connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                client,
                                warm.simulator(),
                                new EventWriter(EmbeddedNode.TENANT, warm.prefix()),
                                LiveTraffic.NOBODY)) {
            LoadResult result = new LoadRun(plan, traffic).run(name);
            report.add(new Figure(name, result, includes, floor));
            report.say("    " + warm.node().sideLane());
            return result;
        }
    }

    private static double median(List<LoadResult> results) {
        double[] values = results.stream().mapToDouble(r -> r.micros(99)).sorted().toArray();
        return (values[(values.length - 1) / 2] + values[values.length / 2]) / 2;
    }
}
