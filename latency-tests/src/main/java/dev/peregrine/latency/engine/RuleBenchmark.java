package dev.peregrine.latency.engine;

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
import org.openjdk.jmh.annotations.Warmup;

/**
 * Time of all rules for one payment; see {@link RuleWorkload}. Compiled rules start from the
 * encoded message, CEL's own evaluator from variables that were boxed outside what is measured.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RuleBenchmark {
    static final int EVENTS = 1_000;

    /** Number of rules. */
    @Param({"10", "100", "1000"})
    public int rules;

    private RuleWorkload workload;

    /** Makes payments and compiles the rules. */
    @Setup(Level.Trial)
    public void load() throws PolicyException {
        workload = new RuleWorkload(rules, EVENTS);
        if (workload.events() != EVENTS || workload.runCompiled() != workload.runCel()) {
            throw new IllegalStateException("the two evaluators differ");
        }
    }

    /** As the engine runs them. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int compiled() {
        return workload.runCompiled();
    }

    /** As CEL runs them. */
    @Benchmark
    @OperationsPerInvocation(EVENTS)
    public int cel() {
        return workload.runCel();
    }
}
