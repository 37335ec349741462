package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.LiveTraffic;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.floor.AeronEcho;
import dev.peregrine.latency.rig.LoadPlan;
import dev.peregrine.latency.rig.LoadResult;
import dev.peregrine.latency.rig.LoadRun;
import dev.peregrine.latency.rig.LoadTarget;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.SessionHeaderDecoder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.agrona.IoUtil;

/** Round trips over Aeron ipc: the node with a policy, and echoes with messages as long. */
final class IpcBench {
    private static final int REQUEST_ENVELOPE =
            MessageHeaderDecoder.ENCODED_LENGTH + SessionHeaderDecoder.BLOCK_LENGTH;
    private static final int ANSWER_ENVELOPE =
            2 * MessageHeaderDecoder.ENCODED_LENGTH
                    + DecisionReplyDecoder.BLOCK_LENGTH
                    + DecisionReplyDecoder.bodyHeaderLength();

    private final LoadPlan plan;
    private final BenchReport report;
    private int requestLength;
    private int answerLength;

    IpcBench(LoadPlan plan, BenchReport report) {
        this.plan = plan;
        this.report = report;
    }

    /** Measures each policy, then the floors. */
    void run(String... policies) throws IOException {
        LoadResult[] results = new LoadResult[policies.length];
        String durability = "";
        for (int i = 0; i < policies.length; i++) {
            try (WarmNode warm = new WarmNode(policies[i], false)) {
                durability = warm.node().durability();
                results[i] = measure(warm, "ipc-" + policies[i]);
            }
        }
        Path directory = Files.createTempDirectory("peregrine-floor-");
        try {
            LoadResult bare =
                    echo(
                            "aeron-echo",
                            () -> AeronEcho.bare(directory, requestLength, answerLength));
            LoadResult recorded =
                    echo(
                            "recorded-echo",
                            () -> AeronEcho.recorded(directory, requestLength, answerLength));
            report.add(
                    new Figure("bare Aeron echo", bare, "Aeron ipc both ways, same lengths", null));
            report.add(
                    new Figure(
                            "recorded Aeron echo",
                            recorded,
                            "the same, and the request written by the Archive before the answer",
                            bare));
            for (int i = 0; i < policies.length; i++) {
                report.add(
                        new Figure(
                                "decision over Aeron, policy " + policies[i],
                                results[i],
                                "Aeron ipc both ways, journal ("
                                        + durability
                                        + "), features, rules, score; outcomes as further load",
                                recorded));
            }
        } finally {
            IoUtil.delete(directory.toFile(), true);
        }
    }

    private LoadResult measure(WarmNode warm, String name) {
        try (TrafficClient client = warm.node().connect();
                LiveTraffic traffic =
                        new LiveTraffic(
                                client,
                                warm.simulator(),
                                new EventWriter(EmbeddedNode.TENANT, warm.prefix()),
                                LiveTraffic.NOBODY)) {
            LoadResult result = new LoadRun(plan, traffic).run(name);
            requestLength = REQUEST_ENVELOPE + traffic.meanRequestLength();
            answerLength = ANSWER_ENVELOPE + traffic.meanAnswerLength();
            report.say(
                    "  "
                            + name
                            + ": requests of "
                            + requestLength
                            + " bytes, answers of "
                            + answerLength
                            + ", "
                            + traffic.followUps()
                            + " other events");
            return result;
        }
    }

    private LoadResult echo(String name, Supplier<LoadTarget> start) {
        try (LoadTarget target = start.get()) {
            return new LoadRun(plan, target).run(name);
        }
    }
}
