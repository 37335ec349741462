package dev.peregrine.latency.engine;

import com.sun.management.ThreadMXBean;
import dev.peregrine.policy.PolicyException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Time of one event's features of {@code policies/reference}, on one thread, with 30 days of events
 * behind it; see {@link FeatureWorkload}. Every event is new, and those that 30 days have passed
 * leave their windows. Transactions are encoded outside what is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = FeatureBenchmark.MEASURED)
@Fork(1)
public class FeatureBenchmark {
    static final int BATCH = 50_000;
    static final int MEASURED = 20;

    private static final long SEED = 42;
    private static final int SCRATCH_CARDS = 20_000;
    private static final long SCRATCH_EVENTS = 1_000_000;

    /** Number of cards. */
    @Param("1000000")
    public int cards;

    /** Number of features. */
    @Param("60")
    public int features;

    /** Events before the first that is measured; 0 for ten a card. */
    @Param("0")
    public long events;

    /** Of the Zipf distribution of cards. */
    @Param("0.99")
    public double skew;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private FeatureWorkload workload;
    private CardIndex index;
    private final double[] cpuNs = new double[MEASURED];
    private int measured;
    private boolean measuring;
    private long allocatedBytes = Long.MAX_VALUE;

    /** Compiles the code on other events, then loads those that lie behind. */
    @Setup(Level.Trial)
    public void load() throws PolicyException {
        try (FeatureWorkload scratch = workload(SCRATCH_CARDS)) {
            scratch.load(SCRATCH_EVENTS, new CardIndex(SCRATCH_CARDS));
        }
        workload = workload(cards);
        index = new CardIndex(cards);
        workload.load(events == 0 ? (long) cards * CardTraffic.EVENTS_PER_CARD : events, index);
    }

    private FeatureWorkload workload(int ofCards) throws PolicyException {
        return new FeatureWorkload(
                ReferenceFeatures.of(features, ofCards),
                new CardTraffic(ofCards, skew, BATCH, SEED));
    }

    /** Encodes what comes next. */
    @Setup(Level.Iteration)
    public void prepare(IterationParams iteration) {
        workload.prepare();
        measuring = iteration.getType() == IterationType.MEASUREMENT;
    }

    /** A batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long evaluate() {
        long before = threads.getCurrentThreadAllocatedBytes();
        long start = threads.getCurrentThreadCpuTime();
        long sum = workload.run();
        long end = threads.getCurrentThreadCpuTime();
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        if (measuring) {
            allocatedBytes = Math.min(allocatedBytes, allocated);
            cpuNs[measured++] = (double) (end - start) / BATCH;
        }
        return sum;
    }

    /** Notes what is held, and measures the access to the state. */
    @TearDown(Level.Trial)
    public void measureState() throws IOException {
        Arrays.sort(cpuNs);
        StateFootprint state = workload.footprint();
        StateAccess access = new StateAccess(workload.cards(), index).run();
        new FeatureFigures(
                        state.entities(),
                        state.saturated(),
                        state.dropped(),
                        Math.min(workload.events(), (long) cards * CardTraffic.EVENTS_PER_CARD),
                        state.entityBytes(),
                        state.historyBytes(),
                        cpuNs[MEASURED / 2],
                        allocatedBytes,
                        access.lines(),
                        access.hotNs(),
                        access.plainNs())
                .write(cards, features);
        workload.close();
    }
}
