package dev.peregrine.report.latency;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** A figure over several repetitions: their median, and the ends. */
public record Spread(double least, double median, double most) {
    /**
     * Of repetitions.
     *
     * @param repetitions at least one
     */
    public static Spread of(List<Repetition> repetitions, ToDoubleFunction<Percentiles> figure) {
        double[] values =
                repetitions.stream()
                        .mapToDouble(r -> figure.applyAsDouble(r.latency()))
                        .sorted()
                        .toArray();
        int half = values.length / 2;
        double median =
                values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
        return new Spread(values[0], median, values[values.length - 1]);
    }
}
