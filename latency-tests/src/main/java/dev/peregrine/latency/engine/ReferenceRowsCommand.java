package dev.peregrine.latency.engine;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Makes what the model of {@code policies/reference} is trained on: features of the benchmarks'
 * traffic, and labels that depend on many of them, so that its trees are as deep and as wide as
 * those of a real model. What it predicts means nothing.
 */
@Command(
        name = "reference-rows",
        hidden = true,
        description =
                "Write features and made-up labels, from which the reference model is trained.")
public final class ReferenceRowsCommand implements Callable<Integer> {
    private static final int CARDS = 20_000;
    private static final int BATCH = 10_000;
    private static final int WARM_UP_BATCHES = 20;
    private static final int BATCHES = 6;
    private static final double SKEW = 0.99;
    private static final long SEED = 77;
    private static final double NOISE = 1.5;
    private static final double FRAUD_ABOVE = 6;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "features.csv.")
    private Path out;

    @Override
    public Integer call() throws PolicyException, IOException {
        List<String> names =
                ReferenceFeatures.of(60, CARDS).features().stream().map(FeatureSpec::name).toList();
        try (FeatureWorkload workload =
                        new FeatureWorkload(
                                ReferenceFeatures.of(names.size(), CARDS),
                                new CardTraffic(CARDS, SKEW, BATCH, SEED));
                BufferedWriter csv = Files.newBufferedWriter(out)) {
            csv.write("event_id," + String.join(",", names) + ",label\n");
            workload.load((long) WARM_UP_BATCHES * BATCH, new CardIndex(CARDS));
            Random random = new Random(SEED);
            for (int batch = 0; batch < BATCHES; batch++) {
                workload.prepare();
                for (int i = 0; i < BATCH; i++) {
                    csv.write(row(batch * BATCH + i, workload.vector(i), random));
                }
            }
        }
        return 0;
    }

    private static String row(int id, double[] features, Random random) {
        double signal = NOISE * random.nextGaussian();
        for (int f = 0; f < features.length; f++) {
            if (!Double.isNaN(features[f])) {
                signal +=
                        Math.sin(Math.log1p(Math.abs(features[f])) * (1 + f % 5)) * (1 + f % 4) / 4;
            }
        }
        String values =
                Arrays.stream(features)
                        .mapToObj(value -> Double.isNaN(value) ? "" : String.valueOf(value))
                        .collect(Collectors.joining(","));
        return id + "," + values + "," + (signal > FRAUD_ABOVE ? 1 : 0) + "\n";
    }
}
