package dev.peregrine.latency.engine;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.scoring.pipeline.PhaseProbe;
import java.io.IOException;
import java.util.Map;

/** The engine alone with one of the project's policies over simulated payments. */
final class SimulatedRun implements MeasuredEngine {
    private static final int BATCH = 10_000;

    private final String name;
    private final EngineWorkload workload;
    private final EngineMeter meter;
    private long batches;

    SimulatedRun(String policy, String name, int repetition, ResultFiles files)
            throws PolicyException, IOException {
        this.name = name;
        workload = new EngineWorkload(Installation.policy(policy), BATCH);
        PhaseProbe probe = new PhaseProbe(System::nanoTime);
        workload.probe(probe);
        meter = new EngineMeter(name + "-" + repetition, files, new ProbeStages(probe));
    }

    @Override
    public void round() {
        workload.prepare();
        meter.batch(BATCH, workload::run);
        workload.prepare();
        workload.run(meter::event);
        batches += 2;
        if (workload.decisions() != batches * BATCH) {
            throw new IllegalStateException(
                    workload.decisions() + " decisions of " + batches * BATCH + " transactions");
        }
    }

    @Override
    public void start() {
        meter.start();
    }

    @Override
    public Map<String, EngineFigures> figures() {
        meter.close();
        return Map.of(name, meter.figures());
    }

    @Override
    public void close() {
        workload.close();
    }
}
