package dev.peregrine.latency.jmh;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.policy.PolicyException;
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

/**
 * Time of one decision in the engine alone: decode, identity, features, rules, score, encoded
 * decision, state updated. Every transaction is new; the state holds 45 simulated days.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 20)
@Fork(1)
public class EngineBenchmark {
    static final int BATCH = 10_000;

    /** Name of the policy bundle. */
    @Param({"minimal", "fraud-handbook", "demo"})
    public String policy;

    private EngineWorkload workload;
    private long batches;

    /** Loads the history. */
    @Setup(Level.Trial)
    public void load() throws PolicyException {
        workload = new EngineWorkload(Installation.policy(policy), BATCH);
    }

    /** Encodes what is to be scored. */
    @Setup(Level.Invocation)
    public void prepare() {
        workload.prepare();
        batches++;
    }

    /** Scores a batch. */
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long decide() {
        return workload.run();
    }

    /** Fails the run if anything was not decided. */
    @TearDown(Level.Trial)
    public void check() {
        long decided = workload.decisions();
        workload.close();
        if (decided != batches * BATCH) {
            throw new IllegalStateException(
                    decided + " decisions of " + batches * BATCH + " transactions");
        }
    }
}
