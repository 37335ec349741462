package dev.peregrine.latency.engine;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelFormatException;
import dev.peregrine.scoring.model.ModelScorer;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import io.github.metarank.lightgbm4j.LGBMException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;

/**
 * A LightGBM and an XGBoost model of so many trees of 31 leaves over 30 inputs, one value in ten
 * missing, and rows that neither has seen; scored one at a time by us and by their own libraries.
 */
public final class ModelWorkload {
    /** Inputs of the models. */
    public static final int INPUTS = 30;

    private static final int LEAVES = 31;
    private static final int TRAINING_ROWS = 20_000;

    private final double[][] rows;
    private final float[][] singleRows;
    private final double[] margins = new double[1];
    private final LGBMBooster lightGbm;
    private final String lightGbmText;
    private final Booster xgBoost;
    private final ModelScorer lightGbmScorer;
    private final ModelScorer xgBoostScorer;

    /**
     * Trains both models.
     *
     * @param trees of each
     * @param rowCount rows to score
     */
    public ModelWorkload(int trees, int rowCount)
            throws LGBMException, XGBoostError, ModelFormatException {
        Random random = new Random(1);
        rows = rows(random, rowCount);
        singleRows = new float[rowCount][];
        for (int i = 0; i < rowCount; i++) {
            singleRows[i] = single(rows[i]);
        }
        double[][] training = rows(random, TRAINING_ROWS);
        float[] labels = labels(random, training);
        lightGbm = trainLightGbm(training, labels, trees);
        xgBoost = trainXgBoost(training, labels, trees);
        lightGbmText = lightGbm.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.SPLIT);
        lightGbmScorer =
                scorer(ModelFormat.LIGHTGBM.read(lightGbmText.getBytes(StandardCharsets.UTF_8)));
        xgBoostScorer = scorer(ModelFormat.XGBOOST.read(xgBoost.toByteArray("json")));
    }

    private static ModelScorer scorer(Model model) {
        return ModelScorer.of(model);
    }

    private static double[][] rows(Random random, int count) {
        double[][] rows = new double[count][INPUTS];
        for (double[] row : rows) {
            for (int i = 0; i < INPUTS; i++) {
                double value =
                        switch (i % 3) {
                            case 0 -> Math.exp(random.nextGaussian() * 1.5 + 3);
                            case 1 -> random.nextGaussian();
                            default -> random.nextInt(50);
                        };
                row[i] = random.nextInt(10) == 0 ? Double.NaN : value;
            }
        }
        return rows;
    }

    /** Depends on every input, so that trees do not run out of what to split by. */
    private static float[] labels(Random random, double[][] rows) {
        float[] labels = new float[rows.length];
        for (int row = 0; row < rows.length; row++) {
            double signal = 2 * random.nextGaussian();
            for (int i = 0; i < INPUTS; i++) {
                double value = Double.isNaN(rows[row][i]) ? 0.5 : rows[row][i];
                signal += Math.sin(value * (1 + i % 5) / (i % 3 == 1 ? 1 : 10)) * (i % 4 + 1) / 3;
            }
            labels[row] = signal > 1 ? 1 : 0;
        }
        return labels;
    }

    private static float[] single(double[] row) {
        float[] singles = new float[row.length];
        for (int i = 0; i < row.length; i++) {
            singles[i] = (float) row[i];
        }
        return singles;
    }

    private static LGBMBooster trainLightGbm(double[][] rows, float[] labels, int trees)
            throws LGBMException {
        String parameters =
                "objective=binary num_leaves="
                        + LEAVES
                        + " learning_rate=0.05 verbosity=-1 num_threads=1";
        double[] matrix = new double[rows.length * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, matrix, i * INPUTS, INPUTS);
        }
        LGBMDataset data =
                LGBMDataset.createFromMat(matrix, rows.length, INPUTS, true, parameters, null);
        data.setField("label", labels);
        LGBMBooster booster = LGBMBooster.create(data, parameters);
        for (int i = 0; i < trees; i++) {
            booster.updateOneIter();
        }
        return booster;
    }

    private static Booster trainXgBoost(double[][] rows, float[] labels, int trees)
            throws XGBoostError {
        float[] matrix = new float[rows.length * INPUTS];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(single(rows[i]), 0, matrix, i * INPUTS, INPUTS);
        }
        DMatrix data = new DMatrix(matrix, rows.length, INPUTS, Float.NaN);
        data.setLabel(labels);
        Map<String, Object> parameters =
                Map.of(
                        "objective",
                        "binary:logistic",
                        "tree_method",
                        "hist",
                        "grow_policy",
                        "lossguide",
                        "max_leaves",
                        LEAVES,
                        "max_depth",
                        0,
                        "eta",
                        0.05,
                        "nthread",
                        1);
        return XGBoost.train(data, parameters, trees, Map.of(), null, null);
    }

    /** The LightGBM model as its library saves it. */
    public String lightGbmText() {
        return lightGbmText;
    }

    /** The rows to score. */
    public double[][] rows() {
        return rows.clone();
    }

    /** Sum of the LightGBM model's margins of all rows, by our scorer. */
    double scoreLightGbm() {
        return score(lightGbmScorer);
    }

    /** Sum of the XGBoost model's margins of all rows, by our scorer. */
    double scoreXgBoost() {
        return score(xgBoostScorer);
    }

    private double score(ModelScorer scorer) {
        double sum = 0;
        for (double[] row : rows) {
            scorer.margins(row, margins);
            sum += margins[0];
        }
        return sum;
    }

    /** The same by lightgbm4j, row by row. */
    double runLightGbm() throws LGBMException {
        double sum = 0;
        for (double[] row : rows) {
            sum +=
                    lightGbm.predictForMatSingleRow(
                            row, com.microsoft.ml.lightgbm.PredictionType.C_API_PREDICT_RAW_SCORE);
        }
        return sum;
    }

    /** The same by xgboost4j, row by row, without a matrix of its own for each. */
    double runXgBoost() throws XGBoostError {
        double sum = 0;
        for (float[] row : singleRows) {
            sum +=
                    xgBoost.inplace_predict(
                                    row,
                                    1,
                                    INPUTS,
                                    Float.NaN,
                                    new int[] {0, 0},
                                    Booster.PredictionType.kMargin,
                                    null)[0][0];
        }
        return sum;
    }
}
