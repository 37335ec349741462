package dev.peregrine.latency.jmh;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.report.latency.CurvePoint;
import dev.peregrine.report.latency.Percentiles;
import dev.peregrine.report.latency.StageFigure;
import dev.peregrine.scoring.engine.EnginePhase;
import dev.peregrine.scoring.pipeline.PhaseProbe;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * A process that measures the engine alone with {@code policies/reference}, beside {@link
 * EngineFloor}: in turn, batch by batch, so that what disturbs the machine disturbs both.
 * Arguments: cards, seconds of warm-up, seconds to measure, file for the figures.
 */
public final class ReferenceRun {
    /** What the process says when the figures are written. */
    public static final String DONE = "done";

    static final int BATCH = 20_000;

    private static final double SKEW = 0.99;
    private static final long SEED = 42;
    private static final long GREATEST_NS = 60_000_000_000L;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final Histogram engineNanos = new Histogram(GREATEST_NS, 3);
    private final Histogram floorNanos = new Histogram(GREATEST_NS, 3);
    private final List<Double> engineBatches = new ArrayList<>();
    private final List<Double> engineCpuBatches = new ArrayList<>();
    private final List<Double> floorBatches = new ArrayList<>();
    private final CardTraffic traffic;
    private final ReferenceEngine engine;
    private final EngineFloor floor;
    private final PhaseProbe probe = new PhaseProbe(System::nanoTime);
    private long leastAllocated = Long.MAX_VALUE;

    /**
     * What a process found. Times in nanoseconds of a decision, by the median batch.
     *
     * @param engineNs of the engine, by the clock
     * @param engineCpuNs of the engine, by the processor's time
     * @param floorNs of the floor
     * @param allocatedBytes in the batch that allocated least
     * @param engine of each decision
     * @param engineCurve its curve
     * @param floor of each transaction
     * @param floorCurve its curve
     * @param phases of the engine, one decision in 64
     */
    public record Figures(
            double engineNs,
            double engineCpuNs,
            double floorNs,
            long allocatedBytes,
            Percentiles engine,
            List<CurvePoint> engineCurve,
            Percentiles floor,
            List<CurvePoint> floorCurve,
            List<StageFigure> phases) {
        /** Reads what a process has written. */
        public static Figures read(Path file) throws IOException {
            return new ObjectMapper().readValue(file.toFile(), Figures.class);
        }
    }

    private ReferenceRun(int cards) throws PolicyException {
        PolicyBundle bundle = ReferenceFeatures.bundle(cards);
        traffic = new CardTraffic(cards, SKEW, BATCH, SEED);
        engine = new ReferenceEngine(bundle, traffic, cards);
        floor = new EngineFloor(bundle, traffic);
        engine.probe(probe);
        long history = (long) cards * CardTraffic.EVENTS_PER_CARD;
        for (long loaded = 0; loaded < history; loaded += BATCH) {
            traffic.prepare();
            engine.decide();
            floor.load();
        }
    }

    private Figures run(double warmUpSeconds, double seconds) {
        long end = System.nanoTime() + (long) (warmUpSeconds * 1e9);
        while (System.nanoTime() < end) {
            round();
        }
        engineNanos.reset();
        floorNanos.reset();
        engineBatches.clear();
        engineCpuBatches.clear();
        floorBatches.clear();
        for (EnginePhase phase : EnginePhase.values()) {
            probe.recorder(phase).reset();
        }
        end = System.nanoTime() + (long) (seconds * 1e9);
        do {
            round();
        } while (System.nanoTime() < end);
        List<StageFigure> phases = new ArrayList<>();
        for (EnginePhase phase : EnginePhase.values()) {
            phases.add(
                    StageFigure.of(
                            StageFigure.PHASE + phase.label(),
                            phase.includes() + "; one decision in 64, a clock reading included",
                            probe.recorder(phase).getIntervalHistogram()));
        }
        return new Figures(
                median(engineBatches),
                median(engineCpuBatches),
                median(floorBatches),
                leastAllocated,
                Percentiles.of(engineNanos),
                CurvePoint.curve(engineNanos),
                Percentiles.of(floorNanos),
                CurvePoint.curve(floorNanos),
                phases);
    }

    /**
     * Three batches. The floor touches what the first needed, each time when the engine has decided
     * another batch since, so that the caches have forgotten it.
     */
    private void round() {
        traffic.prepare();
        for (int i = 0; i < BATCH; i++) {
            floor.row(i, engine.decide(i));
        }
        floor.load();

        traffic.prepare();
        long allocated = threads.getCurrentThreadAllocatedBytes();
        long cpu = threads.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        engine.decide();
        long stop = System.nanoTime();
        engineCpuBatches.add((double) (threads.getCurrentThreadCpuTime() - cpu) / BATCH);
        leastAllocated =
                Math.min(leastAllocated, threads.getCurrentThreadAllocatedBytes() - allocated);
        engineBatches.add((double) (stop - start) / BATCH);
        start = System.nanoTime();
        floor.touch();
        floorBatches.add((double) (System.nanoTime() - start) / BATCH);

        traffic.prepare();
        engine.decide(engineNanos);
        floor.touch(floorNanos);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        return sorted.length == 0 ? Double.NaN : sorted[sorted.length / 2];
    }

    /** See the class. */
    public static void main(String[] args) throws PolicyException, IOException {
        ReferenceRun run = new ReferenceRun(Integer.parseInt(args[0]));
        Figures figures = run.run(Double.parseDouble(args[1]), Double.parseDouble(args[2]));
        if (run.floor.sink() == 0) {
            throw new IllegalStateException("the floor read nothing");
        }
        new ObjectMapper().writeValue(Path.of(args[3]).toFile(), figures);
        System.out.println(DONE);
        run.engine.close();
        run.floor.close();
    }
}
