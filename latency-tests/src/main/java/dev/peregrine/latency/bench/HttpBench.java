package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.SimulatedBodies;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.floor.HttpEcho;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.RequestWriter;
import java.util.List;
import java.util.Locale;

/**
 * Round trips over HTTP: the node's API, at every rate beside an echo that parses the same JSON and
 * beside the Java client over Aeron, which has the same node decide.
 */
final class HttpBench {
    private static final String PATH = "/v1/decisions";
    private static final int CONNECTIONS = 16;

    private final List<LoadPlan> plans;
    private final BenchReport report;
    private int answerLength;

    HttpBench(List<LoadPlan> plans, BenchReport report) {
        this.plans = plans;
        this.report = report;
    }

    /** Measures the node with a policy, and the others. */
    void run(String policy) throws Exception {
        try (WarmNode warm = new WarmNode(policy, true)) {
            for (LoadPlan plan : plans) {
                run(policy, warm, plan);
            }
        }
    }

    private void run(String policy, WarmNode warm, LoadPlan plan) throws Exception {
        String rate = String.format(Locale.ROOT, "-%.0f", plan.ratePerSecond());
        BodySource bodies =
                new SimulatedBodies(
                        warm.simulator(), new RequestWriter(warm.prefix() + "h" + rate));
        LoadResult http = http(warm, plan, bodies, "http-" + policy + rate);
        LoadResult aeron = aeron(warm, plan, "ipc-" + policy + rate);
        LoadResult floor = echo(plan, bodies, "http-echo" + rate);
        String work =
                "journal (" + warm.node().durability() + "), features, rules, score, evidence kept";
        report.add(
                new Figure(
                        "bare Vert.x HTTP echo",
                        floor,
                        "loopback, "
                                + CONNECTIONS
                                + " connections, the same JSON parsed, an answer as long",
                        null));
        report.add(
                new Figure(
                        "decision over HTTP, policy " + policy,
                        http,
                        "the same, and gateway, Aeron ipc both ways, " + work,
                        floor));
        report.add(
                new Figure(
                        "decision over Aeron, policy " + policy,
                        aeron,
                        "Aeron ipc both ways, " + work + "; outcomes as further load",
                        floor));
    }

    private LoadResult http(WarmNode warm, LoadPlan plan, BodySource bodies, String name) {
        try (HttpTarget target =
                new HttpTarget(warm.node().httpPort(), PATH, CONNECTIONS, bodies)) {
            LoadResult result = new LoadRun(plan, target).run(name);
            answerLength = target.meanAnswerLength();
            return result;
        }
    }

    private LoadResult echo(LoadPlan plan, BodySource bodies, String name) throws Exception {
        try (HttpEcho echo = new HttpEcho(answerLength);
                HttpTarget target = new HttpTarget(echo.port(), PATH, CONNECTIONS, bodies)) {
            return new LoadRun(plan, target).run(name);
        }
    }

    private static LoadResult aeron(WarmNode warm, LoadPlan plan, String name) {
        try (TrafficClient client = warm.node().connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                client,
                                warm.simulator(),
                                new EventWriter(EmbeddedNode.TENANT, warm.prefix() + name),
                                LiveTraffic.NOBODY)) {
            return new LoadRun(plan, traffic).run(name);
        }
    }
}
