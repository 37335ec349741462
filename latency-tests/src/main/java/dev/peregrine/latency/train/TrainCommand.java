package dev.peregrine.latency.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peregrine bench train}. */
@Command(
        name = "train",
        description = {
            "Train a model by LightGBM's own library on the features.csv of a backtest.",
            "Rows whose label was not known are left out. Writes the model and what a policy bundle"
                    + " needs beside it: golden predictions (NAME.golden.csv) and, if it is not"
                    + " there, a description (NAME.yaml)."
        })
public final class TrainCommand implements Callable<Integer> {
    @Option(
            names = "--features",
            required = true,
            paramLabel = "FILE",
            description = "features.csv of a backtest with --emit features.")
    private Path features;

    @Option(
            names = "--params",
            required = true,
            paramLabel = "FILE",
            description = "LightGBM's parameters, key = value, a line each.")
    private Path params;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "FILE",
            description = "The model, as LightGBM's text.")
    private Path to;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        TrainingData data = TrainingData.read(features);
        if (data.frauds() == 0 || data.frauds() == data.rows()) {
            throw new IOException(features + ": needs frauds and good payments to learn from");
        }
        new LightGbmTrainer(data, TrainingConfig.read(params)).train(to);
        spec.commandLine()
                .getOut()
                .printf(
                        Locale.ROOT,
                        "trained on %,d payments, %,d frauds, %d features; %,d without a known"
                                + " label left out%n",
                        data.rows(),
                        data.frauds(),
                        data.names().size(),
                        data.leftOut());
        spec.commandLine().getOut().flush();
        return 0;
    }
}
