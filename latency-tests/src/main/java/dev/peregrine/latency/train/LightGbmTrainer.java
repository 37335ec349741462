package dev.peregrine.latency.train;

import com.microsoft.ml.lightgbm.PredictionType;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Trains a model and writes it as a policy bundle wants it, golden predictions included. */
public final class LightGbmTrainer {
    private static final int GOLDEN_ROWS = 50;

    private final TrainingData data;
    private final TrainingConfig config;

    public LightGbmTrainer(TrainingData data, TrainingConfig config) {
        this.data = data;
        this.config = config;
    }

    /**
     * Trains.
     *
     * @param model file for the model, {@code NAME.txt}; {@code NAME.golden.csv} and, if it is not
     *     there, {@code NAME.yaml} are written beside it
     */
    public void train(Path model) throws IOException {
        int columns = data.names().size();
        try (LGBMDataset dataset =
                LGBMDataset.createFromMat(
                        data.values(), data.rows(), columns, true, config.text(), null)) {
            dataset.setField("label", data.labels());
            dataset.setFeatureNames(data.names().toArray(new String[0]));
            try (LGBMBooster booster = LGBMBooster.create(dataset, config.text())) {
                boolean finished = false;
                for (int i = 0; i < config.iterations() && !finished; i++) {
                    finished = booster.updateOneIter();
                }
                Files.createDirectories(model.toAbsolutePath().getParent());
                Files.writeString(
                        model,
                        booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN));
                Files.writeString(beside(model, ".golden.csv"), goldenRows(booster));
                Path description = beside(model, ".yaml");
                if (!Files.exists(description)) {
                    Files.writeString(description, description(model));
                }
            }
        } catch (LGBMException e) {
            throw new IOException("LightGBM: " + e.getMessage(), e);
        }
    }

    /** Rows from all over the data, every tenth value of which is made missing. */
    private String goldenRows(LGBMBooster booster) throws LGBMException {
        StringBuilder csv = new StringBuilder(String.join(",", data.names())).append(",margin\n");
        Random random = new Random(1);
        for (int i = 0; i < GOLDEN_ROWS; i++) {
            double[] row = data.row((int) ((long) data.rows() * i / GOLDEN_ROWS));
            for (int c = 0; c < row.length; c++) {
                row[c] = random.nextInt(10) == 0 ? Double.NaN : row[c];
                csv.append(Double.isNaN(row[c]) ? "" : String.valueOf(row[c])).append(',');
            }
            csv.append(booster.predictForMatSingleRow(row, PredictionType.C_API_PREDICT_RAW_SCORE))
                    .append('\n');
        }
        return csv.toString();
    }

    private String description(Path model) {
        StringBuilder yaml = new StringBuilder("format: lightgbm\n");
        yaml.append("file: ").append(model.getFileName()).append('\n');
        yaml.append("golden: ").append(beside(model, ".golden.csv").getFileName()).append('\n');
        yaml.append("inputs:\n");
        data.names()
                .forEach(
                        name ->
                                yaml.append("  ")
                                        .append(name)
                                        .append(": features.")
                                        .append(name)
                                        .append('\n'));
        return yaml.append("calibration: {by: probability}\n").toString();
    }

    private static Path beside(Path model, String ending) {
        String name = model.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return model.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ending);
    }
}
