package dev.peregrine.latency.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.ModelFormat;
import dev.peregrine.scoring.model.ModelScorer;
import java.util.HashMap;
import java.util.Map;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Models that XGBoost trains, scored by it and by us: margins are equal bit by bit. */
@Timeout(120)
class XgBoostAgreementTest {
    private static final int ROUNDS = 25;
    private static final String[] TYPES = {"q", "q", "q", "int", "q", "c", "c", "q"};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "objective=binary:logistic",
                "objective=binary:logistic base_score=0.037",
                "objective=binary:logistic max_cat_to_onehot=64",
                "objective=binary:logistic num_parallel_tree=8 subsample=0.6 eta=1 rounds=1",
                "objective=binary:logistic num_parallel_tree=3 subsample=0.6",
                "objective=binary:logistic booster=dart rate_drop=0.5",
                "objective=binary:logistic max_depth=12 gamma=2",
                "objective=binary:logistic grow_policy=lossguide max_leaves=20 max_depth=0",
                "objective=binary:logitraw",
                "objective=reg:logistic",
                "objective=multi:softprob num_class=3",
                "objective=multi:softmax num_class=3 booster=dart rate_drop=0.3",
                "objective=multi:softprob num_class=3 num_parallel_tree=2",
                "objective=reg:squarederror",
                "objective=reg:squarederror base_score=1.7",
                "objective=reg:squaredlogerror",
                "objective=reg:pseudohubererror",
                "objective=reg:absoluteerror",
                "objective=reg:quantileerror quantile_alpha=0.3",
                "objective=count:poisson",
                "objective=reg:gamma",
                "objective=reg:tweedie"
            })
    void shouldAgreeBitByBit(String parameters) throws Exception {
        for (long seed = 1; seed <= 3; seed++) {
            check(parameters, seed, true);
            check(parameters, seed, false);
        }
    }

    private static void check(String parameters, long seed, boolean categories) throws Exception {
        RandomRows rows = new RandomRows(seed, 800);
        Map<String, Object> map = new HashMap<>();
        map.put("tree_method", "hist");
        map.put("max_depth", "5");
        map.put("nthread", "1");
        map.put("seed", "7");
        for (String parameter : parameters.split(" ", -1)) {
            map.put(parameter.split("=", 2)[0], parameter.split("=", 2)[1]);
        }
        DMatrix training = matrix(rows, categories);
        training.setLabel(rows.labels(map.get("objective").toString()));
        Object rounds = map.remove("rounds");
        Booster booster =
                XGBoost.train(
                        training,
                        map,
                        rounds == null ? ROUNDS : Integer.parseInt(rounds.toString()),
                        Map.of(),
                        null,
                        null);
        Model model = ModelFormat.XGBOOST.read(booster.toByteArray("json"));
        assertThat(model.isCategorical(RandomRows.FIRST_CATEGORICAL)).isEqualTo(categories);
        compare(parameters, booster, model, new RandomRows(seed + 100, 500), categories);
        if (!categories) {
            compare(parameters, booster, model, new RandomRows(seed + 200, 500).wild(), false);
        }
        training.dispose();
        booster.dispose();
    }

    private static DMatrix matrix(RandomRows rows, boolean categories) throws Exception {
        DMatrix matrix =
                new DMatrix(rows.singleValues(), rows.count(), RandomRows.COLUMNS, Float.NaN);
        if (categories) {
            matrix.setFeatureTypes(TYPES);
        }
        return matrix;
    }

    private static void compare(
            String parameters, Booster booster, Model model, RandomRows rows, boolean categories)
            throws Exception {
        DMatrix matrix = matrix(rows, categories);
        float[][] raw = booster.predict(matrix, true);
        float[][] converted = booster.predict(matrix);
        ModelScorer scorer = ModelScorer.of(model);
        int count = model.marginCount();
        double[] plain = new double[2 * count];
        double[] fast = new double[count];
        for (int row = 0; row < rows.count(); row++) {
            model.margins(rows.row(row), plain);
            scorer.margins(rows.row(row), fast);
            model.link().apply(plain, 0, count);
            for (int k = 0; k < count; k++) {
                assertThat(plain[k]).as("row %d margin %d", row, k).isEqualTo(raw[row][k]);
                assertThat(fast[k]).isEqualTo(plain[k]);
                if (!parameters.contains("logitraw") && converted[row].length == count) {
                    double expected = converted[row][k];
                    assertThat(plain[count + k])
                            .isCloseTo(expected, within(1e-5 * Math.max(1, expected)));
                }
            }
        }
        matrix.dispose();
    }
}
