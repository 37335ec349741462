package dev.peregrine.latency.embedded;

import dev.peregrine.latency.rig.BodySource;
import dev.peregrine.latency.simulator.RequestWriter;
import dev.peregrine.latency.simulator.SimulatedEvent;
import dev.peregrine.latency.simulator.TrafficSimulator;

/** The transactions of a simulator's live phase as requests of the HTTP API. */
public final class SimulatedBodies implements BodySource {
    private final TrafficSimulator simulator;
    private final RequestWriter writer;

    /** The simulator's history must be at its end. */
    public SimulatedBodies(TrafficSimulator simulator, RequestWriter writer) {
        this.simulator = simulator;
        this.writer = writer;
    }

    @Override
    public void onStart(long startEpochNs, double ratePerSecond) {
        simulator.goLive(startEpochNs, ratePerSecond);
    }

    @Override
    public byte[] body(long number, long eventTimeNs) {
        SimulatedEvent event = simulator.nextLive();
        while (event.kind != SimulatedEvent.Kind.TRANSACTION) {
            event = simulator.nextLive();
        }
        return writer.write(event.transaction);
    }
}
