package dev.peregrine.latency.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientListener;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.TrafficSimulator;
import dev.peregrine.node.cli.Main;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.protocol.codec.RejectCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.agrona.concurrent.BackoffIdleStrategy;
import org.agrona.concurrent.IdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A long journal of a real node with everything in it that a replay has to do again: payments,
 * outcomes, labels, reversals, late and repeated events, changes of the policy, restarts.
 */
@Timeout(300)
class LongJournalTest {
    private static final int EVENTS = 200_000;
    private static final int RESTART_AFTER = 70_000;
    private static final int CHANGE_AFTER = 40_000;
    private static final int HELD_BACK_EVERY = 97;
    private static final int HELD_BACK_FOR = 300;
    private static final int REPEATED_EVERY = 1_009;
    private static final int WINDOW = 1_024;
    private static final double LIVE_PER_SECOND = 2_000;
    private static final long LIVE_NS = 120_000_000_000L;

    @TempDir private Path directory;

    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final IdleStrategy idle = new BackoffIdleStrategy(10, 10, 1_000, 100_000);
    private final ArrayDeque<byte[]> late = new ArrayDeque<>();
    private final Map<RejectCode, Integer> refused = new EnumMap<>(RejectCode.class);
    private final StringWriter printed = new StringWriter();
    private long sent;
    private long answered;
    private long decided;
    private long repeated;

    @Test
    void shouldDecideALongJournalAgainToTheBit() throws Exception {
        Path data = directory.resolve("data");
        Path changed = changedPolicy();
        long nowNs = System.currentTimeMillis() * 1_000_000;
        long liveNs = nowNs - LIVE_NS;
        TrafficSimulator simulator =
                new TrafficSimulator(
                        new SimulatorContext()
                                .customers(1_000)
                                .paymentsPerDay(0.4)
                                .historyDays(90)
                                .nowNs(liveNs));
        EventWriter writer = new EventWriter(EmbeddedNode.TENANT, "long-");
        Supplier<SimulatedEvent> events = events(simulator, liveNs);
        String[] changes = {"", "activate", "rollback"};
        for (int start = 0; start < changes.length; start++) {
            try (EmbeddedNode node = start(data);
                    TrafficClient client = node.connect()) {
                client.listen(new Answers());
                send(client, events, writer, CHANGE_AFTER);
                if (changes[start].equals("activate")) {
                    run("policy", "activate", changed.toString());
                } else if (changes[start].equals("rollback")) {
                    run("policy", "rollback");
                }
                send(client, events, writer, RESTART_AFTER - CHANGE_AFTER);
                awaitAnswers(client);
                assertThat(node.failure()).isNull();
            }
        }

        assertThat(sent).isGreaterThan(EVENTS);
        assertThat(decided).isGreaterThan(EVENTS / 4);
        assertThat(repeated).isGreaterThan(EVENTS / 4 / REPEATED_EVERY);
        assertThat(refused.keySet()).isSubsetOf(RejectCode.UNKNOWN_TARGET);
        assertThat(run("journal", "verify"))
                .contains("Transaction", "Outcome", "Label", "Reversal", "PolicyActivation")
                .contains("epoch 1 to 3");
        assertThat(run("replay", "--verify")).contains("differences   0");
    }

    /** The history to its end, then live payments. */
    private static Supplier<SimulatedEvent> events(TrafficSimulator simulator, long liveNs) {
        boolean[] live = new boolean[1];
        return () -> {
            SimulatedEvent event = live[0] ? null : simulator.nextOfHistory();
            if (event == null && !live[0]) {
                live[0] = true;
                simulator.goLive(liveNs, LIVE_PER_SECOND);
            }
            return event == null ? simulator.nextLive() : event;
        };
    }

    private EmbeddedNode start(Path data) {
        return EmbeddedNode.start(Installation.policy("demo"), data, -1, 4L * EVENTS);
    }

    /** Sends events, some of them behind three hundred later ones, some of them twice. */
    private void send(
            TrafficClient client, Supplier<SimulatedEvent> events, EventWriter writer, int count) {
        for (int i = 0; i < count; i++) {
            int length = writer.write(events.get(), buffer, 0);
            if (i % HELD_BACK_EVERY == 0) {
                byte[] held = new byte[length];
                buffer.getBytes(0, held);
                late.add(held);
                continue;
            }
            offer(client, buffer, length);
            if (i % REPEATED_EVERY == 0) {
                offer(client, buffer, length);
            }
            if (late.size() > HELD_BACK_FOR / HELD_BACK_EVERY) {
                byte[] held = late.remove();
                offer(client, new UnsafeBuffer(held), held.length);
            }
        }
    }

    private void offer(TrafficClient client, UnsafeBuffer event, int length) {
        assertThat(length).isGreaterThan(MessageHeaderEncoder.ENCODED_LENGTH);
        while (sent - answered >= WINDOW || !client.offer(sent, event, length)) {
            idle.idle(client.poll());
        }
        sent++;
        client.poll();
    }

    private void awaitAnswers(TrafficClient client) {
        while (answered < sent) {
            idle.idle(client.poll());
        }
    }

    /** The demo's policy as version 2, with another score for a start and one rule less strict. */
    private Path changedPolicy() throws IOException {
        Path from = Installation.policy("demo");
        Path to = directory.resolve("changed");
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        }
        replace(to.resolve("policy.yaml"), "version: 1", "version: 2");
        replace(to.resolve("policy.yaml"), "base: 50", "base: 90");
        replace(
                to.resolve("rules").resolve("card-testing.yaml"),
                "features.device_count_1d >= 4",
                "features.device_count_1d >= 3");
        return to;
    }

    private static void replace(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        Files.writeString(file, text.replace(from, to));
    }

    private String run(String... arguments) {
        printed.getBuffer().setLength(0);
        String[] all =
                Stream.concat(
                                Stream.of(arguments),
                                Stream.of(
                                        "--data",
                                        directory.resolve("data").toString(),
                                        "--policy",
                                        Installation.policy("demo").toString()))
                        .toArray(String[]::new);
        PrintWriter writer = new PrintWriter(printed);
        int exitCode = Main.commandLine().setOut(writer).setErr(writer).execute(all);
        assertThat(exitCode).as(printed.toString()).isZero();
        return printed.toString();
    }

    private final class Answers implements ClientListener {
        @Override
        public void onDecision(
                long correlationId, DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
            answered++;
            decided++;
            repeated += envelope.replayed();
        }

        @Override
        public void onAck(long correlationId, EventAckDecoder ack) {
            answered++;
        }

        @Override
        public void onRejected(long correlationId, EventRejectedDecoder rejected) {
            answered++;
            refused.merge(rejected.code(), 1, Integer::sum);
        }
    }
}
