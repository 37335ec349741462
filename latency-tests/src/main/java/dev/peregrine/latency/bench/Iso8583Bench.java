package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.SimulatedBodies;
import dev.peregrine.latency.embedded.SimulatedMessages;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.Iso8583Target;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.simulator.RequestWriter;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Round trips over ISO 8583, at every rate beside those over HTTP to the same node. */
final class Iso8583Bench {
    private static final String PATH = "/v1/decisions";
    private static final int CONNECTIONS = 16;

    private final List<LoadPlan> plans;
    private final BenchReport report;

    Iso8583Bench(List<LoadPlan> plans, BenchReport report) {
        this.plans = plans;
        this.report = report;
    }

    /** Measures a node with a policy. */
    void run(String policy) throws IOException {
        try (WarmNode warm = WarmNode.withIso8583(policy)) {
            for (LoadPlan plan : plans) {
                run(policy, warm, plan);
            }
        }
    }

    private void run(String policy, WarmNode warm, LoadPlan plan) throws IOException {
        String rate = String.format(Locale.ROOT, "-%.0f", plan.ratePerSecond());
        LoadResult http = http(warm, plan, "http-" + policy + rate);
        LoadResult iso = iso8583(warm, plan, "iso8583-" + policy + rate);
        String work =
                "gateway, Aeron ipc both ways, journal ("
                        + warm.node().durability()
                        + "), features, rules, score, evidence kept";
        report.add(
                new Figure(
                        "decision over HTTP, policy " + policy,
                        http,
                        "loopback, " + CONNECTIONS + " connections, JSON, " + work,
                        null));
        report.add(
                new Figure(
                        "decision over ISO 8583, policy " + policy,
                        iso,
                        "loopback, " + CONNECTIONS + " connections, 1987 in ASCII, " + work,
                        http));
    }

    private static LoadResult http(WarmNode warm, LoadPlan plan, String name) {
        BodySource bodies =
                new SimulatedBodies(warm.simulator(), new RequestWriter(warm.prefix() + name));
        try (HttpTarget target =
                new HttpTarget(warm.node().httpPort(), PATH, CONNECTIONS, bodies)) {
            return new LoadRun(plan, target).run(name);
        }
    }

    private static LoadResult iso8583(WarmNode warm, LoadPlan plan, String name) {
        try (Iso8583Target target =
                new Iso8583Target(
                        warm.node().iso8583Port(),
                        CONNECTIONS,
                        new SimulatedMessages(warm.simulator()))) {
            return new LoadRun(plan, target).run(name);
        }
    }
}
