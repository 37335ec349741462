package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.HistoryLoader;
import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.embedded.Transport;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.TrafficSimulator;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A node with weeks of simulated payments behind it, and the simulator to go on with. */
final class WarmNode implements AutoCloseable {
    private static final int CUSTOMERS = 10_000;
    private static final double PAYMENTS_PER_DAY = 0.3;
    private static final int HISTORY_DAYS = 45;
    private static final long HISTORY_EVENTS = 1_000_000;

    private final EmbeddedNode node;
    private final TrafficSimulator simulator;
    private final String prefix;
    private final String channel;

    /**
     * Starts and loads.
     *
     * @param policy name of one of the project's bundles
     * @param transport of the sessions that are measured
     * @param events how many there will be, beside the history
     */
    WarmNode(String policy, boolean http, Transport transport, long events) {
        this(Installation.policy(policy), http, transport, events);
    }

    /**
     * Starts and loads.
     *
     * @param policy directory of a bundle
     * @param transport of the sessions that are measured
     * @param events how many there will be, beside the history
     */
    WarmNode(Path policy, boolean http, Transport transport, long events) {
        this(transport.newChannel(), channel -> start(policy, http, transport, channel, events));
    }

    /** The same with HTTP and a listener for ISO 8583. */
    static WarmNode withIso8583(String policy, long events) {
        return new WarmNode(
                Transport.IPC.newChannel(),
                channel ->
                        EmbeddedNode.startWithIso8583(
                                Installation.policy(policy), HISTORY_EVENTS + events));
    }

    private WarmNode(String channel, Function<String, EmbeddedNode> start) {
        this.channel = channel;
        long nowNs = System.currentTimeMillis() * 1_000_000;
        prefix = "bench" + Long.toString(nowNs / 1_000_000, 36);
        simulator =
                new TrafficSimulator(
                        new SimulatorContext()
                                .customers(CUSTOMERS)
                                .paymentsPerDay(PAYMENTS_PER_DAY)
                                .historyDays(HISTORY_DAYS)
                                .nowNs(nowNs));
        node = start.apply(channel);
        try (TrafficClient client = node.connect()) {
            EventWriter writer = new EventWriter(EmbeddedNode.TENANT, prefix);
            new HistoryLoader(client).load(simulator, writer, (timeNs, sent) -> {});
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
    }

    private static EmbeddedNode start(
            Path policy, boolean http, Transport transport, String channel, long events) {
        return EmbeddedNode.start(
                policy,
                null,
                http ? 0 : -1,
                HISTORY_EVENTS + events,
                transport == Transport.IPC ? List.of() : List.of(channel));
    }

    /** A new session over the transport. */
    TrafficClient connect() {
        return node.connect(channel);
    }

    EmbeddedNode node() {
        return node;
    }

    /** At the end of its history. */
    TrafficSimulator simulator() {
        return simulator;
    }

    /** Of all event ids. */
    String prefix() {
        return prefix;
    }

    @Override
    public void close() {
        node.close();
    }
}
