package dev.peregrine.latency.engine;

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

/** Time to score one row; see {@link ModelWorkload}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ModelBenchmark {
    static final int ROWS = 1_000;

    /** Number of trees. */
    @Param({"10", "100", "500", "1000"})
    public int trees;

    private ModelWorkload workload;

    /** Trains the models, and checks that both sides say the same. */
    @Setup(Level.Trial)
    public void load() throws Exception {
        workload = new ModelWorkload(trees, ROWS);
        if (workload.scoreLightGbm() != workload.runLightGbm()
                || workload.scoreXgBoost() != workload.runXgBoost()) {
            throw new IllegalStateException("the scorers differ");
        }
    }

    /** The LightGBM model by our scorer. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double lightGbmByPeregrine() {
        return workload.scoreLightGbm();
    }

    /** The LightGBM model by lightgbm4j. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double lightGbmByItself() throws Exception {
        return workload.runLightGbm();
    }

    /** The XGBoost model by our scorer. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double xgBoostByPeregrine() {
        return workload.scoreXgBoost();
    }

    /** The XGBoost model by xgboost4j. */
    @Benchmark
    @OperationsPerInvocation(ROWS)
    public double xgBoostByItself() throws Exception {
        return workload.runXgBoost();
    }
}
