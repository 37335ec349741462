package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.SimulatedBodies;
import dev.peregrine.latency.floor.HttpEcho;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.simulator.RequestWriter;

/** Round trips over HTTP: the node's API, and an echo that parses the same JSON. */
final class HttpBench {
    private static final String PATH = "/v1/decisions";
    private static final int CONNECTIONS = 16;

    private final LoadPlan plan;
    private final BenchReport report;

    HttpBench(LoadPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Measures the node with a policy, then the floor. */
    void run(String policy) throws Exception {
        try (WarmNode warm = new WarmNode(policy, true)) {
            BodySource bodies =
                    new SimulatedBodies(warm.simulator(), new RequestWriter(warm.prefix() + "h"));
            LoadResult result;
            int answerLength;
            try (HttpTarget target =
                    new HttpTarget(warm.node().httpPort(), PATH, CONNECTIONS, bodies)) {
                result = new LoadRun(plan, target).run("http-" + policy);
                answerLength = target.meanAnswerLength();
            }
            LoadResult floor;
            try (HttpEcho echo = new HttpEcho(answerLength);
                    HttpTarget target = new HttpTarget(echo.port(), PATH, CONNECTIONS, bodies)) {
                floor = new LoadRun(plan, target).run("http-echo");
            }
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
                            result,
                            "the same, and gateway, Aeron ipc both ways, journal ("
                                    + warm.node().durability()
                                    + "), features, rules, score",
                            floor));
        }
    }
}
