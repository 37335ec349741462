package dev.peregrine.report.latency;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Where a rate sweep bends: the greatest rate up to which every rate was kept up with and had
 * bounded latency.
 */
public final class Knee {
    /** A rate is kept up with when at least this share of it left. */
    public static final double KEPT_UP = 0.99;

    /**
     * Latency is bounded while the 99th percentile is at most this many times the lowest rate's.
     */
    public static final double BOUND = 10;

    private Knee() {}

    /** The measurements of a sweep, the lowest rate first. */
    public static List<Measurement> sweep(RunResults results, String sweep) {
        return results.measurements().stream()
                .filter(m -> sweep.equals(m.sweep()))
                .sorted(Comparator.comparingDouble(Measurement::ratePlanned))
                .toList();
    }

    /**
     * The measurement at the knee; empty when even the lowest rate was not kept up with.
     *
     * @param sweep the lowest rate first
     */
    public static Optional<Measurement> of(List<Measurement> sweep) {
        Measurement last = null;
        for (Measurement measurement : sweep) {
            double lowest = sweep.get(0).spread(Percentiles::p99Us).median();
            boolean kept =
                    measurement.isComplete()
                            && measurement.rateAchieved() >= KEPT_UP * measurement.ratePlanned()
                            && measurement.spread(Percentiles::p99Us).median() <= BOUND * lowest;
            if (!kept) {
                break;
            }
            last = measurement;
        }
        return Optional.ofNullable(last);
    }
}
