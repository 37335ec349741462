package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models in a bundle: what is told where. */
@Timeout(60)
class ModelsInBundleTest {
    private static final String YAML =
            """
            format: logistic
            file: risk.json
            golden: risk.csv
            inputs:
              n: features.n_1h
              channel: {from: tx.channel, categories: [ecommerce, atm]}
            calibration: {by: probability}
            """;
    private static final String JSON =
            """
            {"intercept": 1, "terms": [
             {"input": "n", "weight": 2, "missing": 0},
             {"input": "channel", "weight": 3, "missing": 0}]}
            """;
    private static final String GOLDEN =
            """
            channel,n,margin
            atm,2,8
            ,,1
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void write() throws Exception {
        bundle = new BundleFixture(dir);
        bundle.write("models/risk.yaml", YAML)
                .write("models/risk.json", JSON)
                .write("models/risk.csv", GOLDEN)
                .replace("policy.yaml", "score: {base: 10, ", "champion: risk\nscore: {");
    }

    @Test
    void shouldLoad() throws Exception {
        assertThat(bundle.problems()).isEmpty();
        assertThat(bundle.load().models()).hasSize(1);
    }

    @Test
    void shouldCoverModelFilesByTheHash() throws Exception {
        BundleHash before = bundle.load().hash();
        bundle.replace("models/risk.csv", "atm,2,8", "atm,2,8.0");

        assertThat(bundle.load().hash()).isNotEqualTo(before);
    }

    @Test
    void shouldKeepModelFilesInTheStore() throws Exception {
        BundleStore store = new BundleStore(dir.resolve("store"));
        BundleHash hash = store.store(dir);

        assertThat(store.load(hash).models()).isEqualTo(bundle.load().models());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "risk.yaml|format: logistic|format: logistics|models/risk.yaml:1:9: unknown format"
                        + " 'logistics'; did you mean 'logistic'?",
                "risk.yaml|file: risk.json|file: rsk.json|models/risk.yaml:2:7: no file 'rsk.json' in"
                        + " models/; did you mean 'risk.json'?",
                "risk.yaml|file: risk.json|file: ../policy.yaml|models/risk.yaml:2:7: no file"
                        + " '../policy.yaml' in models/",
                "risk.yaml|golden: risk.csv||models/risk.yaml:1:1: missing key 'golden' in model"
                        + " 'risk'",
                "risk.yaml|  n: features.n_1h||models/risk.yaml:6:3: missing input 'n' of the model",
                "risk.yaml|  n: feat|  m: feat|models/risk.yaml:5:3: the model has no input 'm'",
                "risk.yaml|features.n_1h|features.n_2h|models/risk.yaml:5:6: unknown feature 'n_2h';"
                        + " did you mean 'n_1h'?",
                "risk.yaml|features.n_1h|tx.card|models/risk.yaml:5:6: input 'n': it is a text, and"
                        + " models take numbers: write {from: ..., categories: [...]}",
                "risk.yaml|features.n_1h|tx.ip|models/risk.yaml:5:6: tx.ip cannot be a model's input",
                "risk.yaml|features.n_1h|attr.x|models/risk.yaml:5:6: unknown attribute 'x';"
                        + " attributes.yaml names none",
                "risk.yaml|features.n_1h|n_1h|models/risk.yaml:5:6: an input comes from features.NAME,"
                        + " tx.NAME, attr.NAME or model.NAME.OUTPUT, not 'n_1h'",
                "risk.yaml|features.n_1h|model.rsk.margin|models/risk.yaml:5:6: unknown model 'rsk';"
                        + " did you mean 'risk'?",
                "risk.yaml|features.n_1h|model.risk.margin|models/risk.yaml:5:6: model 'risk' reads"
                        + " what model 'risk' says, directly or not",
                "risk.yaml|features.n_1h|model.risk|models/risk.yaml:5:6: another model's output is"
                        + " model.NAME.OUTPUT, not 'model.risk'",
                "risk.yaml|from: tx.channel|from: tx.hour|models/risk.yaml:6:19: input 'channel':"
                        + " categories go with a text, and it is a whole number",
                "risk.yaml|ecommerce, atm|atm, atm|models/risk.yaml:6:49: category 'atm' is named"
                        + " twice",
                "risk.yaml|by: probability|by: magic|models/risk.yaml:7:19: unknown calibration"
                        + " 'magic'; known: probability",
                "risk.yaml|by: probability|points: [[1, 5], [1, 6]]|models/risk.yaml:7:32: the points'"
                        + " margins must ascend",
                "risk.yaml|by: probability|points: [[1, 5], [2, 6], [3, 5]]|models/risk.yaml:7:40: the"
                        + " points' scores must all rise or all fall",
                "risk.yaml|by: probability|points: [[1, 1000]]|models/risk.yaml:7:28: a number of a"
                        + " point must be a whole number from 0 to 999, not '1000'",
                "risk.json|\"weight\": 3|\"weight\": x|models/risk.json:3:35: malformed JSON",
                "risk.csv|atm,2,8|atm,2,8.5|models/risk.csv:2:7: row 1: margin is 8.0 by the model, and"
                        + " 8.5 was expected",
                "risk.csv|atm,2,8|atm,2|models/risk.csv:2:1: must have 3 cells, not 2",
                "risk.csv|atm,2,8|atm,x,8|models/risk.csv:2:5: 'x' must be a finite number",
                "risk.csv|channel,n,margin|channel,margin|models/risk.csv:1:1: missing column 'n'",
            })
    void shouldTellMistakes(String file, String old, String wrong, String message)
            throws Exception {
        bundle.replace("models/" + file, old, wrong == null ? "" : wrong);

        assertThat(bundle.problems()).anySatisfy(p -> assertThat(p).contains(message));
    }

    @Test
    void shouldTellStrayFiles() throws Exception {
        bundle.write("models/old.txt", "tree").write("models/model.pkl", "x");

        assertThat(bundle.problems())
                .containsExactlyInAnyOrder(
                        "models/old.txt: no model names this file",
                        "models/model.pkl: is no part of a bundle: models/ holds .yaml, .csv, .txt,"
                                + " .json, .pmml and .onnx");
    }

    @Test
    void shouldTellWhatIsWrongWithTheChampion() throws Exception {
        bundle.replace("policy.yaml", "champion: risk", "champion: rsk");
        assertThat(bundle.problems())
                .containsExactly("policy.yaml:5:11: unknown model 'rsk'; did you mean 'risk'?");

        bundle.replace("policy.yaml", "champion: rsk", "champion: risk")
                .replace("models/risk.yaml", "calibration: {by: probability}", "");
        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .startsWith("policy.yaml:5:11: champion 'risk' has no calibration");

        bundle.replace("policy.yaml", "score: {", "score: {base: 3, ");
        assertThat(bundle.problems())
                .contains(
                        "policy.yaml:6:9: 'base' does not go with a champion: its calibrated margin"
                                + " is the base");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.risk.margn > 1.0|22|unknown output 'margn' of model 'risk'; did you mean"
                        + " 'margin'?",
                "model.rsk.margin > 1.0|17|unknown model 'rsk'; did you mean 'risk'?",
                "has(model.risk)|15|not supported in rules: model.risk alone: add one of its outputs,"
                        + " as in model.risk.margin",
                "model.risk == model.risk|11|not supported in rules: model.risk alone: add one of its"
                        + " outputs, as in model.risk.margin",
            })
    void shouldTellMistakesInRules(String condition, int column, String message) throws Exception {
        bundle.when(condition);

        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .startsWith("rules/a.yaml:4:" + column + ": " + message);
    }
}
