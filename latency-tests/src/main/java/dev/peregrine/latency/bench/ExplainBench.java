package dev.peregrine.latency.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.microsoft.ml.lightgbm.PredictionType;
import dev.peregrine.latency.engine.ModelWorkload;
import dev.peregrine.latency.model.NativeLightGbm;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.scoring.model.Explanation;
import dev.peregrine.scoring.model.ModelExplainer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Explanations by {@link ModelExplainer} and by LightGBM, of the same rows, on one thread. */
final class ExplainBench {
    private static final double TOLERANCE = 1e-9;
    private static final int WARM_UP_ROWS = 2_000;

    private final BenchReport report;
    private final int rowCount;

    ExplainBench(BenchReport report, int rowCount) {
        this.report = report;
        this.rowCount = rowCount;
    }

    /** Explains with models of so many trees; true when all is additive and equal. */
    boolean run(int... trees) throws Exception {
        report.say(
                "| trees | rows | greatest error of base + contributions | greatest difference from"
                        + " LightGBM | p50 | p99 | LightGBM, mean |");
        report.say("| --- | --- | --- | --- | --- | --- | --- |");
        boolean right = true;
        for (int count : trees) {
            right &= run(count);
        }
        return right;
    }

    private boolean run(int trees) throws Exception {
        ModelWorkload workload = new ModelWorkload(trees, rowCount);
        double[][] rows = workload.rows();
        ModelExplainer explainer = explainer(workload.lightGbmText());
        for (int i = 0; i < WARM_UP_ROWS; i++) {
            explainer.explain(rows[i % rows.length]);
        }
        long[] times = new long[rows.length];
        List<Explanation> explanations = new ArrayList<>();
        for (int i = 0; i < rows.length; i++) {
            long start = System.nanoTime();
            explanations.add(explainer.explain(rows[i]));
            times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        int perRow = ModelWorkload.INPUTS + 1;
        double[] library;
        long libraryNs;
        try (NativeLightGbm itself = new NativeLightGbm(workload.lightGbmText())) {
            double[] values = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
            long start = System.nanoTime();
            library =
                    itself.predict(
                            values,
                            ModelWorkload.INPUTS,
                            PredictionType.C_API_PREDICT_CONTRIB,
                            perRow);
            libraryNs = (System.nanoTime() - start) / rows.length;
        }
        double sumError = 0;
        double difference = 0;
        for (int i = 0; i < rows.length; i++) {
            Explanation explanation = explanations.get(i);
            double sum = explanation.base();
            for (int k = 0; k < ModelWorkload.INPUTS; k++) {
                double amount = explanation.contributions().get(k).amount();
                sum += amount;
                difference = Math.max(difference, Math.abs(amount - library[i * perRow + k]));
            }
            difference =
                    Math.max(
                            difference,
                            Math.abs(explanation.base() - library[i * perRow + perRow - 1]));
            sumError = Math.max(sumError, Math.abs(sum - explanation.margin()));
        }
        print(trees, sumError, difference, times, libraryNs);
        return sumError <= TOLERANCE && difference <= TOLERANCE;
    }

    private void print(int trees, double sumError, double difference, long[] times, long library) {
        double p50 = times[times.length / 2] / 1e3;
        double p99 = times[(int) (0.99 * (times.length - 1))] / 1e3;
        ObjectNode node = report.root().withObjectProperty("trees_" + trees);
        node.put("rows", times.length)
                .put("additive_error", sumError)
                .put("library_difference", difference)
                .put("p50_us", p50)
                .put("p99_us", p99)
                .put("library_mean_us", library / 1e3);
        report.say(
                String.format(
                        Locale.ROOT,
                        "| %,d | %,d | %.1e | %.1e | %,.1f µs | %,.1f µs | %,.1f µs |",
                        trees,
                        times.length,
                        sumError,
                        difference,
                        p50,
                        p99,
                        library / 1e3));
    }

    private static ModelExplainer explainer(String text) throws Exception {
        Model model = ModelFormat.LIGHTGBM.read(text.getBytes(StandardCharsets.UTF_8));
        List<ModelInput> inputs =
                model.inputs().stream()
                        .map(name -> new ModelInput(name, name, null, List.of()))
                        .toList();
        ModelSpec spec =
                new ModelSpec(
                        "bench",
                        ModelFormat.LIGHTGBM,
                        text.length(),
                        "bench",
                        model,
                        inputs,
                        Optional.empty(),
                        List.of());
        return ModelExplainer.of(spec, List.of()).orElseThrow();
    }
}
