package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.node.cli.Main;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.replay.recovery.ReplayProgress;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A node in this process, payments for it, and commands about its data directory. */
final class CommandLineNode {
    static final Path POLICY = Path.of(System.getProperty("peregrine.root"), "policies", "minimal");

    private static final int WINDOW = 1_000;
    private static final long DEADLINE_NS = TimeUnit.SECONDS.toNanos(60);

    final Path data;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final long startNs;
    private final Path configuration;
    private final Path policy;
    private int sent;
    private int decided;
    private int replayed;
    private Action lastAction;

    CommandLineNode(Path directory) {
        this(directory, "/test-node.yaml");
    }

    /** With a configuration of the class path. */
    CommandLineNode(Path directory, String configuration) {
        this(directory, configuration, POLICY);
    }

    /** With a configuration file, and a policy. */
    CommandLineNode(Path directory, Path configuration, Path policy) {
        this(directory, configuration, policy, System.currentTimeMillis() * 1_000_000);
    }

    /** With a configuration of the class path, and a policy. */
    CommandLineNode(Path directory, String configuration, Path policy) {
        this(directory, ofClassPath(configuration), policy);
    }

    private CommandLineNode(Path directory, Path configuration, Path policy, long startNs) {
        data = directory.resolve("data");
        this.configuration = configuration;
        this.policy = policy;
        this.startNs = startNs;
    }

    /** The same configuration and the same payments on another machine, so to speak. */
    CommandLineNode on(Path directory) {
        return new CommandLineNode(directory, configuration, policy, startNs);
    }

    /** The same, with payments from another time on. */
    CommandLineNode startingAt(long timeNs) {
        return new CommandLineNode(data.getParent(), configuration, policy, timeNs);
    }

    PeregrineNode start() {
        return PeregrineNode.start(
                config(), ReplayProgress.NONE, (component, failure) -> failure.printStackTrace());
    }

    /**
     * Payments of card-1 at shop-0 and shop-1 in turn, of 100 minor units and one more each time, a
     * nanosecond apart; waits for the decisions.
     */
    void pay(PeregrineNode node, int payments) {
        MutableDirectBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        TransactionBuilder payment = new TransactionBuilder();
        int goal = sent + payments;
        try (PeregrineClient client = connect(node)) {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            for (; decided < goal; client.poll()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                if (sent < goal && sent - decided < WINDOW) {
                    int length =
                            payment.reset()
                                    .tenantId(1)
                                    .eventId(Integer.toString(sent))
                                    .eventTimeNs(startNs + sent)
                                    .amount(100 + sent, 978)
                                    .card("card-1")
                                    .merchant("shop-" + sent % 2)
                                    .encode(buffer, 0);
                    sent += client.offer(sent + 1, buffer, 0, length) > 0 ? 1 : 0;
                }
            }
        }
    }

    /**
     * Labels a payment, as an issuer does; waits for the answer.
     *
     * @param time tells labels of the payment apart
     */
    void label(PeregrineNode running, int payment, LabelKind kind, int time) throws Exception {
        byte[] original = null;
        long deadline = System.nanoTime() + DEADLINE_NS;
        while (original == null) {
            original =
                    running.side()
                            .evidence()
                            .orElseThrow()
                            .store()
                            .original(1, Integer.toString(payment))
                            .orElse(null);
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
        MutableDirectBuffer label = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
        int length =
                new LabelBuilder()
                        .eventId("label-" + payment + "-" + time)
                        .kind(kind)
                        .labelTimeNs(System.currentTimeMillis() * 1_000_000)
                        .original(new UnsafeBuffer(original), 0, original.length)
                        .encode(label, 0);
        try (RetryingClient client =
                RetryingClient.start(
                        new RetryingContext(
                                new ClientContext()
                                        .aeronDirectoryName(running.aeronDirectoryName())))) {
            client.awaitConnected(DEADLINE_NS);
            client.send(label, 0, length, DEADLINE_NS).get();
        }
    }

    /** Payments that had been decided before. */
    int replayed() {
        return replayed;
    }

    /** What was decided last. */
    Action lastAction() {
        return lastAction;
    }

    /** Event time of the first payment. */
    long startNs() {
        return startNs;
    }

    /** Runs a command about the node's data; gives its exit code. */
    int run(String... args) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(args));
        all.addAll(List.of("--data", data.toString()));
        all.addAll(List.of("--policy", policy.toString()));
        all.addAll(List.of("--config", configuration.toString()));
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(all.toArray(new String[0]));
    }

    /** What the last command wrote. */
    String output() {
        return out.toString();
    }

    /** What the last command complained of. */
    String errors() {
        return err.toString();
    }

    private PeregrineClient connect(PeregrineNode node) {
        return PeregrineClient.connect(
                new ClientContext().aeronDirectoryName(node.aeronDirectoryName()),
                new ClientListener() {
                    @Override
                    public void onDecision(
                            long correlationId,
                            DecisionReplyDecoder envelope,
                            DecisionBodyDecoder body) {
                        decided++;
                        replayed += envelope.replayed();
                        lastAction = body.action();
                    }
                });
    }

    NodeConfig config() {
        return new NodeConfigLoader()
                .load(
                        Optional.of(configuration),
                        new ConfigOverrides()
                                .put("--data", "data-dir", data)
                                .singleTenant("--policy", policy))
                .config();
    }

    private static Path ofClassPath(String configuration) {
        try {
            return Path.of(CommandLineNode.class.getResource(configuration).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
