package dev.peregrine.latency.engine;

import dev.peregrine.latency.rig.ResultFiles;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.scoring.pipeline.PhaseProbe;
import java.io.IOException;
import java.util.Map;

/**
 * The engine alone with {@code policies/reference}, beside {@link EngineFloor}: in turn, batch by
 * batch, so that what disturbs the machine disturbs both.
 */
final class ReferenceRun implements MeasuredEngine {
    private static final int BATCH = 20_000;
    private static final double SKEW = 0.99;
    private static final long SEED = 42;

    private final String name;
    private final String floorName;
    private final CardTraffic traffic;
    private final ReferenceEngine engine;
    private final EngineFloor floor;
    private final EngineMeter engineMeter;
    private final EngineMeter floorMeter;

    ReferenceRun(int cards, String name, String floorName, int repetition, ResultFiles files)
            throws PolicyException, IOException {
        this.name = name;
        this.floorName = floorName;
        PolicyBundle bundle = ReferenceFeatures.bundle(cards);
        traffic = new CardTraffic(cards, SKEW, BATCH, SEED);
        engine = new ReferenceEngine(bundle, traffic, cards);
        floor = new EngineFloor(bundle, traffic);
        PhaseProbe probe = new PhaseProbe(System::nanoTime);
        engine.probe(probe);
        long history = (long) cards * CardTraffic.EVENTS_PER_CARD;
        for (long loaded = 0; loaded < history; loaded += BATCH) {
            traffic.prepare();
            engine.decide();
            floor.load();
        }
        engineMeter = new EngineMeter(name + "-" + repetition, files, new ProbeStages(probe));
        floorMeter = new EngineMeter(floorName + "-" + repetition, files, StageSource.NONE);
    }

    /**
     * Three batches. The floor touches what the first needed, each time when the engine has decided
     * another batch since, so that the caches have forgotten it.
     */
    @Override
    public void round() {
        traffic.prepare();
        for (int i = 0; i < BATCH; i++) {
            floor.row(i, engine.decide(i));
        }
        floor.load();

        traffic.prepare();
        engineMeter.batch(BATCH, engine::decide);
        floorMeter.batch(BATCH, floor::touch);

        traffic.prepare();
        engine.decide(engineMeter::event);
        floor.touch(floorMeter::event);
    }

    @Override
    public void start() {
        engineMeter.start();
        floorMeter.start();
    }

    @Override
    public Map<String, EngineFigures> figures() {
        if (floor.sink() == 0) {
            throw new IllegalStateException("the floor read nothing");
        }
        engineMeter.close();
        floorMeter.close();
        return Map.of(name, engineMeter.figures(), floorName, floorMeter.figures());
    }

    @Override
    public void close() {
        engine.close();
        floor.close();
    }
}
