package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.embedded.Transport;
import dev.peregrine.latency.floor.AeronEcho;
import dev.peregrine.latency.rig.LoadTarget;
import dev.peregrine.latency.rig.Rig;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.latency.rig.Subject;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.SessionHeaderDecoder;
import dev.peregrine.report.latency.Knee;
import dev.peregrine.report.latency.Measurement;
import dev.peregrine.report.latency.Percentiles;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** Round trips over Aeron: the node with a policy, and echoes with messages as long. */
final class RoundTripBench {
    private static final int REQUEST_ENVELOPE =
            MessageHeaderDecoder.ENCODED_LENGTH + SessionHeaderDecoder.BLOCK_LENGTH;
    private static final int ANSWER_ENVELOPE =
            2 * MessageHeaderDecoder.ENCODED_LENGTH
                    + DecisionReplyDecoder.BLOCK_LENGTH
                    + DecisionReplyDecoder.bodyHeaderLength();

    private final Transport transport;
    private final List<Double> rates;
    private final Rig rig;
    private final BenchReport report;
    private boolean paymentsOnly;
    private int requestLength;
    private int answerLength;

    /**
     * @param rates requests a second, each measured on its own
     */
    RoundTripBench(Transport transport, List<Double> rates, Rig rig, BenchReport report) {
        this.transport = transport;
        this.rates = rates;
        this.rig = rig;
        this.report = report;
    }

    /** Sends no outcomes, labels and reversals beside the payments, if so asked. */
    RoundTripBench paymentsOnly(boolean only) {
        paymentsOnly = only;
        return this;
    }

    /** Measures each policy, then the floors, at each rate. */
    void run(List<String> policies) throws IOException {
        for (String policy : policies) {
            try (WarmNode warm = node(policy)) {
                for (double rate : rates) {
                    report.add(decision(warm, policy, rate, null));
                }
            }
        }
        for (double rate : rates) {
            report.add(echo(false, rate, null));
            report.add(echo(true, rate, null));
        }
    }

    /**
     * Measures a policy, then the recorded echo, at rising rates, until one is not kept up with or
     * has no bounded latency.
     */
    void sweep(String policy) throws IOException {
        String name = name(policy);
        try (WarmNode warm = node(policy)) {
            sweep(name, rate -> decision(warm, policy, rate, name));
        }
        String floor = name("recorded-echo");
        sweep(floor, rate -> echo(true, rate, floor));
    }

    private interface AtRate {
        Measurement measure(double rate) throws IOException;
    }

    private void sweep(String name, AtRate target) throws IOException {
        double lowest = 0;
        double knee = 0;
        for (double rate : rates) {
            Measurement measured = target.measure(rate);
            report.add(measured);
            double p99 = measured.spread(Percentiles::p99Us).median();
            lowest = lowest == 0 ? p99 : lowest;
            if (!measured.isComplete()
                    || measured.rateAchieved() < Knee.KEPT_UP * rate
                    || p99 > Knee.BOUND * lowest) {
                break;
            }
            knee = rate;
        }
        report.root().put("knee-" + name, knee);
        report.note(String.format(Locale.ROOT, "%s: knee at %,.0f/s", name, knee));
    }

    private WarmNode node(String policy) {
        double perRate = rig.plan().allSeconds() + 1;
        double events = rates.stream().mapToDouble(rate -> rate * perRate).sum();
        return new WarmNode(policy, false, transport, (long) (2 * events));
    }

    private Measurement decision(WarmNode warm, String policy, double rate, String sweep)
            throws IOException {
        Subject subject =
                new Subject(
                        name(policy + (paymentsOnly ? "-payments" : ""), rate),
                        "decision over Aeron "
                                + transport.name().toLowerCase(Locale.ROOT)
                                + ", policy "
                                + policy,
                        transport.includes()
                                + ", journal ("
                                + warm.node().durability()
                                + ", no fsync), features, rules, score; "
                                + (paymentsOnly ? "payments only" : "outcomes as further load")
                                + "; client, driver, archive and node in one process",
                        name("recorded-echo", rate),
                        sweep,
                        rate);
        try (TrafficClient client = warm.connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                        client,
                                        warm.simulator(),
                                        new EventWriter(
                                                EmbeddedNode.TENANT,
                                                warm.prefix() + Math.round(rate)),
                                        LiveTraffic.NOBODY)
                                .paymentsOnly(paymentsOnly)) {
            Measurement measured = rig.measure(subject, traffic, warm.node().stages());
            requestLength = REQUEST_ENVELOPE + traffic.meanRequestLength();
            answerLength = ANSWER_ENVELOPE + traffic.meanAnswerLength();
            report.say(
                    "  requests of "
                            + requestLength
                            + " bytes, answers of "
                            + answerLength
                            + ", "
                            + traffic.followUps()
                            + " other events");
            return measured;
        }
    }

    private Measurement echo(boolean recorded, double rate, String sweep) throws IOException {
        Subject subject =
                new Subject(
                        name(recorded ? "recorded-echo" : "echo", rate),
                        recorded ? "recorded Aeron echo" : "bare Aeron echo",
                        transport.includes()
                                + ", messages as long"
                                + (recorded
                                        ? ", the request written by the Archive before the answer"
                                        : ""),
                        null,
                        sweep,
                        rate);
        try (ScratchDirectory scratch = ScratchDirectory.create("floor");
                LoadTarget target =
                        AeronEcho.start(
                                scratch.path(), transport, recorded, requestLength, answerLength)) {
            return rig.measure(subject, target, StageSource.NONE);
        }
    }

    private String name(String what) {
        return transport.name().toLowerCase(Locale.ROOT) + "-" + what;
    }

    private String name(String what, double rate) {
        return String.format(Locale.ROOT, "%s-%.0f", name(what), rate);
    }
}
