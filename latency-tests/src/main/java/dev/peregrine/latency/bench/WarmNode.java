package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.EmbeddedNode;
import dev.peregrine.latency.embedded.HistoryLoader;
import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.embedded.TrafficClient;
import dev.peregrine.latency.simulator.EventWriter;
import dev.peregrine.latency.simulator.SimulatorContext;
import dev.peregrine.latency.simulator.TrafficSimulator;
import java.util.function.Supplier;

/** A node with weeks of simulated payments behind it, and the simulator to go on with. */
final class WarmNode implements AutoCloseable {
    private static final int CUSTOMERS = 10_000;
    private static final double PAYMENTS_PER_DAY = 0.3;
    private static final int HISTORY_DAYS = 45;
    private static final long EVENTS = 4_000_000;

    private final EmbeddedNode node;
    private final TrafficSimulator simulator;
    private final String prefix;

    /**
     * Starts and loads.
     *
     * @param policy name of one of the project's bundles
     */
    WarmNode(String policy, boolean http) {
        this(() -> EmbeddedNode.start(Installation.policy(policy), null, http ? 0 : -1, EVENTS));
    }

    /** The same with HTTP and a listener for ISO 8583. */
    static WarmNode withIso8583(String policy) {
        return new WarmNode(
                () -> EmbeddedNode.startWithIso8583(Installation.policy(policy), EVENTS));
    }

    private WarmNode(Supplier<EmbeddedNode> start) {
        long nowNs = System.currentTimeMillis() * 1_000_000;
        prefix = "bench" + Long.toString(nowNs / 1_000_000, 36);
        simulator =
                new TrafficSimulator(
                        new SimulatorContext()
                                .customers(CUSTOMERS)
                                .paymentsPerDay(PAYMENTS_PER_DAY)
                                .historyDays(HISTORY_DAYS)
                                .nowNs(nowNs));
        node = start.get();
        try (TrafficClient client = node.connect()) {
            EventWriter writer = new EventWriter(EmbeddedNode.TENANT, prefix);
            new HistoryLoader(client).load(simulator, writer, (timeNs, events) -> {});
        } catch (RuntimeException e) {
            node.close();
            throw e;
        }
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
