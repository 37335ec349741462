package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.SimulatedBodies;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.embedded.Transport;
import dev.peregrine.latency.floor.HttpEcho;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.RequestWriter;
import dev.peregrine.report.latency.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * Round trips over HTTP: the node's API, at every rate beside an echo that parses the same JSON and
 * beside the Java client over Aeron, which has the same node decide.
 */
final class HttpBench {
    private static final String PATH = "/v1/decisions";
    private static final int CONNECTIONS = 64;

    private final List<Double> rates;
    private final Rig rig;
    private final BenchReport report;
    private int answerLength;

    /**
     * @param rates requests a second, each measured on its own
     */
    HttpBench(List<Double> rates, Rig rig, BenchReport report) {
        this.rates = rates;
        this.rig = rig;
        this.report = report;
    }

    /** Measures the node with a policy, and the others. */
    void run(String policy) throws Exception {
        double perRate = 2 * rig.plan().allSeconds() + 2;
        double events = rates.stream().mapToDouble(rate -> rate * perRate).sum();
        try (WarmNode warm = new WarmNode(policy, true, Transport.IPC, (long) (2 * events))) {
            for (double rate : rates) {
                run(policy, warm, rate);
            }
        }
    }

    private void run(String policy, WarmNode warm, double rate) throws Exception {
        BodySource bodies =
                new SimulatedBodies(
                        warm.simulator(),
                        new RequestWriter(warm.prefix() + "h" + Math.round(rate)));
        String floor = name("http-echo", rate);
        String work =
                "journal ("
                        + warm.node().durability()
                        + ", no fsync), features, rules, score, evidence kept; client and node in"
                        + " one process";
        report.add(
                http(
                        warm,
                        bodies,
                        Subject.of(
                                name("http-" + policy, rate),
                                "decision over HTTP, policy " + policy,
                                "loopback, "
                                        + CONNECTIONS
                                        + " connections, JSON both ways, gateway, Aeron ipc both"
                                        + " ways, "
                                        + work,
                                floor,
                                rate)));
        report.add(
                aeron(
                        warm,
                        Subject.of(
                                name("http-aeron-" + policy, rate),
                                "decision over Aeron, policy " + policy,
                                "Aeron ipc both ways, " + work + "; outcomes as further load",
                                floor,
                                rate)));
        report.add(
                echo(
                        bodies,
                        Subject.of(
                                floor,
                                "bare Vert.x HTTP echo",
                                "loopback, "
                                        + CONNECTIONS
                                        + " connections, the same JSON parsed, an answer as long",
                                null,
                                rate)));
    }

    private Measurement http(WarmNode warm, BodySource bodies, Subject subject) throws IOException {
        try (HttpTarget target =
                new HttpTarget(warm.node().httpPort(), PATH, CONNECTIONS, bodies)) {
            Measurement measured =
                    rig.measure(subject, target, target.stages(warm.node().stages()));
            answerLength = target.meanAnswerLength();
            return measured;
        }
    }

    private Measurement echo(BodySource bodies, Subject subject) throws Exception {
        try (HttpEcho echo = new HttpEcho(answerLength);
                HttpTarget target = new HttpTarget(echo.port(), PATH, CONNECTIONS, bodies)) {
            return rig.measure(subject, target, target.stages(StageSource.NONE));
        }
    }

    private Measurement aeron(WarmNode warm, Subject subject) throws IOException {
        try (TrafficClient client = warm.connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                client,
                                warm.simulator(),
                                new EventWriter(
                                        EmbeddedNode.TENANT,
                                        warm.prefix() + "a" + Math.round(subject.ratePerSecond())),
                                LiveTraffic.NOBODY)) {
            return rig.measure(subject, traffic, warm.node().stages());
        }
    }

    private static String name(String what, double rate) {
        return String.format(Locale.ROOT, "%s-%.0f", what, rate);
    }
}
