package dev.peregrine.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the readers of model files take, and how they tell mistakes. */
@Timeout(60)
class ModelFilesTest {
    static final String LIGHTGBM =
            """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            label_index=0
            max_feature_idx=1
            objective=binary sigmoid:1
            feature_names=amount kind
            feature_infos=[0:1] 0:1:2

            Tree=0
            num_leaves=3
            num_cat=1
            split_feature=0 1
            threshold=10.5 0
            decision_type=10 1
            left_child=1 -1
            right_child=-3 -2
            leaf_value=0.5 -0.25 1.5
            cat_boundaries=0 1
            cat_threshold=5
            is_linear=0
            shrinkage=1

            end of trees

            pandas_categorical:null
            """;
    static final String XGBOOST =
            """
            {"learner": {"feature_names": [], "gradient_booster": {"model": {
              "gbtree_model_param": {"num_parallel_tree": "1", "num_trees": "1"},
              "tree_info": [0],
              "trees": [{"categories": [], "categories_nodes": [], "categories_segments": [],
                "categories_sizes": [], "default_left": [1, 0, 0], "left_children": [1, -1, -1],
                "right_children": [2, -1, -1], "split_conditions": [0.1, -0.5, 0.75],
                "split_indices": [1, 0, 0], "split_type": [0, 0, 0],
                "tree_param": {"size_leaf_vector": "1"}}]}, "name": "gbtree"},
              "learner_model_param": {"base_score": "5E-1", "num_class": "0", "num_feature": "2",
                "num_target": "1"},
              "objective": {"name": "binary:logistic"}}, "version": [3, 0, 4]}
            """;
    static final String LOGISTIC =
            """
            {"intercept": -1,
             "terms": [
              {"input": "amount", "weight": 2, "mean": 10, "scale": 5, "missing": 10},
              {"input": "night", "weight": 0.5, "missing": 0}]}
            """;
    static final String SCORECARD =
            """
            {"base": 100,
             "characteristics": [
              {"input": "amount", "missing": 7,
               "bins": [{"below": 10, "points": 20}, {"below": 50, "points": 5}, {"points": -30}]}]}
            """;

    static Model read(ModelFormat format, String text) throws ModelFormatException {
        return format.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static double margin(Model model, double... row) {
        double[] margins = new double[1];
        model.margins(row, margins);
        return margins[0];
    }

    @Test
    void shouldReadLightGbm() throws Exception {
        Model model = read(ModelFormat.LIGHTGBM, LIGHTGBM);

        assertThat(model.inputs()).containsExactly("amount", "kind");
        assertThat(model.isCategorical(0)).isFalse();
        assertThat(model.isCategorical(1)).isTrue();
        assertThat(model.outputs()).containsExactly("margin", "probability");
        assertThat(margin(model, 10.5, 0)).isEqualTo(0.5);
        assertThat(margin(model, 10.5, 1)).isEqualTo(-0.25);
        assertThat(margin(model, Double.NaN, 2)).isEqualTo(0.5);
        assertThat(margin(model, 10.6, 2)).isEqualTo(1.5);
    }

    @Test
    void shouldReadXgBoost() throws Exception {
        Model model = read(ModelFormat.XGBOOST, XGBOOST);

        assertThat(model.inputs()).containsExactly("f0", "f1");
        assertThat(margin(model, 0, 0.1f)).isEqualTo(0.75);
        assertThat(margin(model, 0, 0.09)).isEqualTo(-0.5);
        assertThat(margin(model, 0, Double.NaN)).isEqualTo(-0.5);
        assertThat(margin(model, 0, 0.1)).as("0.1 in single precision").isEqualTo(0.75);
    }

    @Test
    void shouldReadALogisticRegression() throws Exception {
        Model model = read(ModelFormat.LOGISTIC, LOGISTIC);

        assertThat(model.inputs()).containsExactly("amount", "night");
        assertThat(margin(model, 20, 1)).isEqualTo(-1 + 4 + 0.5);
        assertThat(margin(model, Double.NaN, Double.NaN)).isEqualTo(-1);
    }

    @Test
    void shouldReadAScorecard() throws Exception {
        Model model = read(ModelFormat.SCORECARD, SCORECARD);

        assertThat(model.outputs()).containsExactly("margin");
        assertThat(margin(model, 9.99)).isEqualTo(120);
        assertThat(margin(model, 10)).isEqualTo(105);
        assertThat(margin(model, 50)).isEqualTo(70);
        assertThat(margin(model, Double.NaN)).isEqualTo(107);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "^tree\\n|forest\\n|1|is no LightGBM text model",
                "version=v4|version=v2|2|version must be v3 or v4, not 'v2'",
                "objective=binary|objective=magic|7|objective 'magic' is not supported; supported:",
                "max_feature_idx=1|max_feature_idx=2|8|must have 3 names, not 2",
                "amount kind|amount amount|8|'amount' is named twice",
                "num_leaves=3|num_leaves=3000000|12|num_leaves must be a whole number from 1 to",
                "split_feature=0 1|split_feature=0 2|14|split_feature must be a whole number from 0",
                "threshold=10.5 0|threshold=10.5|15|threshold must have 2 numbers; there are only 1",
                "threshold=10.5 0|threshold=1o 0|15|threshold must be a number, not '1o'",
                "threshold=10.5 0|threshold=10.5 1|15|split 1 is by category",
                "decision_type=10 1|decision_type=10 99|16|decision_type must be a whole number",
                "left_child=1 -1|left_child=0 -1|11|tree 0 refers to split 0 twice",
                "right_child=-3 -2|right_child=-3 -3|11|tree 0 refers to leaf 2 twice",
                "leaf_value=0.5|leaf_value=nan|19|leaf_value must be a number, not 'nan'",
                "leaf_value=0.5|leaf_value=inf|19|leaf_value must be finite numbers",
                "cat_threshold=5|cat_threshold=x|21|must be a 32-bit word, not 'x'",
                "cat_boundaries=0 1|cat_boundaries=1 0|20|cat_boundaries must ascend from 0",
                "is_linear=0|is_linear=1|22|trees with linear leaves",
                "Tree=0|Tree=1|11|must be tree 0, not '1'",
                "end of trees|end of|27|ends before 'end of trees'",
                "num_class=1|num_class=3|4|as many trees in an iteration as classes",
            })
    void shouldTellWhereALightGbmFileIsWrong(String old, String with, int line, String message) {
        shouldTell(ModelFormat.LIGHTGBM, LIGHTGBM, old, with, line, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\\{\"learner|{\"learner\": 3, \"x|1|'learner' must be an object, not '3'",
                "gbtree\"\\}|gblinear\"}|8|booster 'gblinear' is not supported; supported: dart, gbtree",
                "binary:logistic|survival:cox|11|objective 'survival:cox' is not supported",
                "\\[0\\],|[0, 0],|1|a 'tree_info' for each; it has 1 and 2",
                "\\[0.1, |[0.1, 1, |4|tree 0: its lists of nodes must be of one length",
                "\\[0.1, |[x, |6|malformed JSON",
                "\\[1, 0, 0\\], \"split|[2, 0, 0], \"split|4|tree 0: split_indices[0] must be an input",
                "\"left_children\": \\[1|\"left_children\": [0|4|tree 0: refers to node 0 twice",
                "\"right_children\": \\[2|\"right_children\": [9|4|tree 0: refers to node 9, which is not",
                "5E-1|2|1|base_score '2' is out of the range of binary:logistic",
                "\"num_class\": \"0\"|\"num_class\": \"999\"|9|must be from 0 to 64, not '999'",
                "\"size_leaf_vector\": \"1\"|\"size_leaf_vector\": \"3\"|4|leaves that hold several",
                "\"num_target\": \"1\"|\"num_target\": \"2\"|10|must be from 1 to 1, not '2'",
            })
    void shouldTellWhereAnXgBoostFileIsWrong(String old, String with, int line, String message) {
        shouldTell(ModelFormat.XGBOOST, XGBOOST, old, with, line, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"weight\": 2,||3|a term must have 'input', 'weight' and 'missing'",
                "\"weight\"|\"wight\"|3|unknown key 'wight'; known: input, weight, missing, mean, scale",
                "\"scale\": 5|\"scale\": 0|3|'scale' must be positive, not 0.0",
                "2,|\"2\",|3|'weight' must be a number, not '2'",
                "\"intercept\": -1,||1|must have an 'intercept' and 'terms'",
                "-1|NaN|1|'intercept' must be a finite number, not 'NaN'",
            })
    void shouldTellWhereALogisticRegressionIsWrong(
            String old, String with, int line, String message) {
        shouldTell(ModelFormat.LOGISTIC, LOGISTIC, old, with, line, message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"below\": 50|\"below\": 5|4|bins must ascend by 'below', and only the last has none",
                "\\{\"points\": -30|{\"below\": 90, \"points\": -30|3|the last bin must have no 'below'",
                "\"missing\": 7,||3|a characteristic must have 'input', 'missing'",
                "\"points\": 20|\"point\": 20|4|unknown key 'point'; known: below, points",
            })
    void shouldTellWhereAScorecardIsWrong(String old, String with, int line, String message) {
        shouldTell(ModelFormat.SCORECARD, SCORECARD, old, with, line, message);
    }

    private static void shouldTell(
            ModelFormat format, String text, String old, String with, int line, String message) {
        String replacement = with == null ? "" : with.replace("\\n", "\n");
        String broken = text.replaceFirst(old, replacement.replace("\\", "\\\\"));
        assertThat(broken).isNotEqualTo(text);
        assertThatThrownBy(() -> read(format, broken))
                .isInstanceOfSatisfying(
                        ModelFormatException.class,
                        e -> {
                            assertThat(e.getMessage()).contains(message);
                            assertThat(e.line()).as(e.getMessage()).isEqualTo(line);
                        });
    }

    @Test
    void shouldRefuseATreeThatIsTooDeep() {
        int splits = ModelLimits.MAX_DEPTH + 1;
        StringBuilder left = new StringBuilder();
        StringBuilder right = new StringBuilder();
        for (int i = 0; i < splits; i++) {
            left.append(i + 1 < splits ? i + 1 : -splits - 1).append(' ');
            right.append(-i - 1).append(' ');
        }
        String text =
                LIGHTGBM.substring(0, LIGHTGBM.indexOf("Tree=0"))
                        + "Tree=0\nnum_leaves="
                        + (splits + 1)
                        + "\nsplit_feature="
                        + "0 ".repeat(splits)
                        + "\nthreshold="
                        + "1 ".repeat(splits)
                        + "\ndecision_type="
                        + "2 ".repeat(splits)
                        + "\nleft_child="
                        + left
                        + "\nright_child="
                        + right
                        + "\nleaf_value="
                        + "1 ".repeat(splits + 1)
                        + "\nend of trees\n";

        assertThatThrownBy(() -> read(ModelFormat.LIGHTGBM, text))
                .hasMessageContaining("tree 0 is deeper than 512 splits");
    }

    @Test
    void shouldRefuseMoreClassesThanThereMayBe() {
        String text = LIGHTGBM.replace("num_class=1", "num_class=65");

        assertThatThrownBy(() -> read(ModelFormat.LIGHTGBM, text))
                .hasMessageContaining("num_class must be a whole number from 1 to 64, not '65'");
    }

    @Test
    void shouldComputeTheLogarithmOfTheLibraryNearTheTrueOne() {
        for (float x : new float[] {1e-30f, 0.001f, 0.037f, 0.5f, 1, 1.5f, 2.7182817f, 1e20f}) {
            float exact = (float) StrictMath.log(x);
            assertThat(SingleLogarithm.of(x)).isBetween(Math.nextDown(exact), Math.nextUp(exact));
        }
    }
}
