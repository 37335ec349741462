package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.SimulatedBodies;
import dev.peregrine.latency.embedded.SimulatedMessages;
import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.rig.HttpTarget;
import dev.peregrine.latency.rig.Iso8583Target;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.simulator.RequestWriter;
import dev.peregrine.report.latency.Measurement;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Round trips over ISO 8583, at every rate beside those over HTTP to the same node. */
final class Iso8583Bench {
    private static final String PATH = "/v1/decisions";
    private static final int CONNECTIONS = 16;

    private final List<Double> rates;
    private final Rig rig;
    private final BenchReport report;

    /**
     * @param rates requests a second, each measured on its own
     */
    Iso8583Bench(List<Double> rates, Rig rig, BenchReport report) {
        this.rates = rates;
        this.rig = rig;
        this.report = report;
    }

    /** Measures a node with a policy. */
    void run(String policy) throws IOException {
        double perRate = 2 * rig.plan().allSeconds() + 2;
        double events = rates.stream().mapToDouble(rate -> rate * perRate).sum();
        try (WarmNode warm = WarmNode.withIso8583(policy, (long) (2 * events))) {
            for (double rate : rates) {
                run(policy, warm, rate);
            }
        }
    }

    private void run(String policy, WarmNode warm, double rate) throws IOException {
        String work =
                "gateway, Aeron ipc both ways, journal ("
                        + warm.node().durability()
                        + ", no fsync), features, rules, score, evidence kept; client and node in"
                        + " one process";
        String http = name("iso8583-http-" + policy, rate);
        report.add(
                http(
                        warm,
                        Subject.of(
                                http,
                                "decision over HTTP, policy " + policy,
                                "loopback, " + CONNECTIONS + " connections, JSON, " + work,
                                null,
                                rate)));
        report.add(
                iso8583(
                        warm,
                        Subject.of(
                                name("iso8583-" + policy, rate),
                                "decision over ISO 8583, policy " + policy,
                                "loopback, " + CONNECTIONS + " connections, 1987 in ASCII, " + work,
                                http,
                                rate)));
    }

    private Measurement http(WarmNode warm, Subject subject) throws IOException {
        BodySource bodies =
                new SimulatedBodies(
                        warm.simulator(), new RequestWriter(warm.prefix() + subject.name()));
        try (HttpTarget target =
                new HttpTarget(warm.node().httpPort(), PATH, CONNECTIONS, bodies)) {
            return rig.measure(subject, target, warm.node().stages());
        }
    }

    private Measurement iso8583(WarmNode warm, Subject subject) throws IOException {
        try (Iso8583Target target =
                new Iso8583Target(
                        warm.node().iso8583Port(),
                        CONNECTIONS,
                        new SimulatedMessages(warm.simulator()))) {
            return rig.measure(subject, target, warm.node().stages());
        }
    }

    private static String name(String what, double rate) {
        return String.format(Locale.ROOT, "%s-%.0f", what, rate);
    }
}
