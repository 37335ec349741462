package dev.peregrine.latency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.ml.lightgbm.PredictionType;
import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.scoring.model.ModelScorer;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that LightGBM trains, scored by it and by us. */
@Timeout(120)
class LightGbmAgreementTest {
    private static final String COMMON =
            " num_leaves=15 min_data_in_leaf=5 verbosity=-1 num_threads=1 seed=7"
                    + " min_data_per_group=5 cat_smooth=1 ";
    private static final String CATEGORIES = "categorical_feature=5,6 ";
    private static final int ROUNDS = 25;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=binary",
                "objective=binary sigmoid=0.7",
                "objective=binary zero_as_missing=true",
                "objective=binary use_missing=false",
                "objective=binary boosting=dart drop_rate=0.5",
                "objective=binary max_cat_to_onehot=64",
                "objective=binary boosting=rf bagging_freq=1 bagging_fraction=0.6",
                "objective=regression boosting=rf bagging_freq=1 bagging_fraction=0.6",
                "objective=multiclass num_class=3",
                "objective=multiclass num_class=3 boosting=dart",
                "objective=multiclassova num_class=3",
                "objective=regression",
                "objective=regression reg_sqrt=true",
                "objective=regression_l1",
                "objective=huber",
                "objective=fair",
                "objective=quantile",
                "objective=mape",
                "objective=poisson",
                "objective=gamma",
                "objective=tweedie",
                "objective=cross_entropy",
                "objective=cross_entropy_lambda"
            })
    void shouldAgree(String parameters) throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            check(parameters + COMMON + CATEGORIES, seed);
            check(parameters + COMMON, seed);
        }
    }

    private static void check(String parameters, long seed) throws Exception {
        try (LGBMBooster booster = train(parameters, seed)) {
            String text = booster.saveModelToString(0, -1, LGBMBooster.FeatureImportanceType.GAIN);
            Model model = ModelFormat.LIGHTGBM.read(text.getBytes(StandardCharsets.UTF_8));
            assertThat(model.isCategorical(RandomRows.FIRST_CATEGORICAL))
                    .isEqualTo(parameters.contains(CATEGORIES));
            try (NativeLightGbm library = new NativeLightGbm(text)) {
                compare(library, model, new RandomRows(seed + 100, 500));
                compare(library, model, new RandomRows(seed + 200, 500).wild());
            }
        }
    }

    private static LGBMBooster train(String parameters, long seed) throws Exception {
        RandomRows rows = new RandomRows(seed, 800);
        LGBMDataset data =
                LGBMDataset.createFromMat(
                        rows.values(), rows.count(), RandomRows.COLUMNS, true, parameters, null);
        data.setField(
                "label",
                rows.labels(parameters.split(" ", -1)[0].substring("objective=".length())));
        LGBMBooster booster = LGBMBooster.create(data, parameters);
        for (int i = 0; i < ROUNDS; i++) {
            booster.updateOneIter();
        }
        return booster;
    }

    private static void compare(NativeLightGbm library, Model model, RandomRows rows) {
        int count = model.marginCount();
        double[] raw =
                library.predict(
                        rows.values(),
                        RandomRows.COLUMNS,
                        PredictionType.C_API_PREDICT_RAW_SCORE,
                        count);
        double[] converted =
                library.predict(
                        rows.values(),
                        RandomRows.COLUMNS,
                        PredictionType.C_API_PREDICT_NORMAL,
                        count);
        ModelScorer scorer = ModelScorer.of(model);
        double[] plain = new double[2 * count];
        double[] fast = new double[count];
        for (int row = 0; row < rows.count(); row++) {
            model.margins(rows.row(row), plain);
            scorer.margins(rows.row(row), fast);
            model.link().apply(plain, 0, count);
            for (int k = 0; k < count; k++) {
                double expected = raw[row * count + k];
                assertThat(plain[k])
                        .as("row %d margin %d", row, k)
                        .isCloseTo(expected, within(1e-15 * Math.max(1, Math.abs(expected))));
                assertThat(fast[k]).isEqualTo(plain[k]);
                double prediction = converted[row * count + k];
                assertThat(plain[count + k])
                        .isCloseTo(prediction, within(1e-14 * Math.max(1, Math.abs(prediction))));
            }
        }
    }
}
