package dev.peregrine.latency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.policy.model.ModelInput;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.scoring.model.Explanation;
import dev.peregrine.scoring.model.ModelExplainer;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Explanations, held against those of the libraries. */
@Timeout(180)
class TreeShapAgreementTest {
    private static final int ROUNDS = 40;
    private static final int ROWS = 10_000;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=binary",
                "objective=binary categorical_feature=5,6",
                "objective=binary zero_as_missing=true",
                "objective=regression boosting=rf bagging_freq=1 bagging_fraction=0.6"
            })
    void shouldBeLightGbmsOwn(String parameters) throws Exception {
        String all =
                parameters
                        + " num_leaves=31 min_data_in_leaf=5 verbosity=-1 num_threads=1 seed=7"
                        + " min_data_per_group=5 cat_smooth=1";
        RandomRows training = new RandomRows(1, 3_000);
        LGBMDataset data =
                LGBMDataset.createFromMat(
                        training.values(), training.count(), RandomRows.COLUMNS, true, all, null);
        data.setField("label", training.labels(all.split(" ", -1)[0].substring(10)));
        RandomRows rows = new RandomRows(2, ROWS);
        try (LGBMBooster booster = LGBMBooster.create(data, all)) {
            for (int i = 0; i < ROUNDS; i++) {
                booster.updateOneIter();
            }
            String text = booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
            ModelExplainer explainer =
                    explainer(ModelFormat.LIGHTGBM, text.getBytes(StandardCharsets.UTF_8));
            int perRow = RandomRows.COLUMNS + 1;
            try (NativeLightGbm library = new NativeLightGbm(text)) {
                double[] expected =
                        library.predict(
                                rows.values(),
                                RandomRows.COLUMNS,
                                PredictionType.C_API_PREDICT_CONTRIB,
                                perRow);
                for (int i = 0; i < ROWS; i++) {
                    Explanation explanation = explainer.explain(rows.row(i));
                    assertThat(explanation.method()).isEqualTo("tree_shap");
                    assertThat(sum(explanation)).isCloseTo(explanation.margin(), within(1e-9));
                    for (int k = 0; k < RandomRows.COLUMNS; k++) {
                        assertThat(explanation.contributions().get(k).amount())
                                .as("row %d input %d", i, k)
                                .isCloseTo(expected[i * perRow + k], within(1e-9));
                    }
                    assertThat(explanation.base())
                            .isCloseTo(expected[i * perRow + perRow - 1], within(1e-9));
                }
            }
        }
    }

    @Test
    void shouldBeXgBoostsOwnToSinglePrecision() throws Exception {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("objective", "binary:logistic");
        parameters.put("tree_method", "hist");
        parameters.put("max_depth", "5");
        parameters.put("nthread", "1");
        RandomRows training = new RandomRows(1, 3_000);
        DMatrix data = matrix(training);
        data.setLabel(training.labels("binary:logistic"));
        Booster booster = XGBoost.train(data, parameters, ROUNDS, Map.of(), null, null);
        ModelExplainer explainer = explainer(ModelFormat.XGBOOST, booster.toByteArray("json"));
        RandomRows rows = new RandomRows(2, 2_000);
        float[][] expected = booster.predictContrib(matrix(rows), 0);
        for (int i = 0; i < rows.count(); i++) {
            Explanation explanation = explainer.explain(rows.row(i));
            assertThat(sum(explanation)).isCloseTo(explanation.margin(), within(1e-9));
            for (int k = 0; k < RandomRows.COLUMNS; k++) {
                assertThat(explanation.contributions().get(k).amount())
                        .as("row %d input %d", i, k)
                        .isCloseTo(expected[i][k], within(1e-4));
            }
            assertThat(explanation.base()).isCloseTo(expected[i][RandomRows.COLUMNS], within(1e-4));
        }
    }

    private static DMatrix matrix(RandomRows rows) throws Exception {
        return new DMatrix(rows.singleValues(), rows.count(), RandomRows.COLUMNS, Float.NaN);
    }

    private static double sum(Explanation explanation) {
        double sum = explanation.base();
        for (Explanation.Contribution contribution : explanation.contributions()) {
            sum += contribution.amount();
        }
        return sum;
    }

    private static ModelExplainer explainer(ModelFormat format, byte[] file) throws Exception {
        Model model = format.read(file);
        List<ModelInput> inputs =
                model.inputs().stream()
                        .map(name -> new ModelInput(name, name, null, List.of()))
                        .toList();
        return ModelExplainer.of(
                        new ModelSpec(
                                "test",
                                format,
                                file.length,
                                "test",
                                model,
                                inputs,
                                Optional.empty(),
                                List.of()),
                        List.of())
                .orElseThrow();
    }
}
