package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.model.OnnxFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** ONNX models: loaded and run by ONNX Runtime, and let into the side lane only. */
@Timeout(60)
class OnnxInBundleTest {
    private static final String YAML =
            """
            format: onnx
            file: risk.onnx
            golden: risk.csv
            inputs: {f0: features.n_1h, f1: features.mean_1d}
            calibration: {points: [[0, 0], [10, 999]]}
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void write() throws Exception {
        bundle = new BundleFixture(dir);
        bundle.write("models/risk.yaml", YAML)
                .write("models/risk.csv", "f0,f1,margin\n1,2,-3.5\n10,0,20.5\n");
        Files.write(dir.resolve("models/risk.onnx"), OnnxFile.linear(0.5f, 2, -3));
    }

    @Test
    void shouldRunInAChallenger() throws Exception {
        bundle.write(
                "policy.yaml", BundleFixture.POLICY + "challengers: {onnx: {champion: risk}}\n");

        assertThat(bundle.problems()).isEmpty();
        assertThat(bundle.load().challengers().get(0).policy().champion()).contains("risk");
    }

    @Test
    void shouldBeHeldToItsGoldenPredictions() throws Exception {
        bundle.replace("models/risk.csv", "20.5", "20.6");

        assertThat(bundle.problems()).hasSize(1);
        assertThat(bundle.problems().get(0)).startsWith("models/risk.csv:3:");
    }

    @Test
    void shouldNotBeAChampion() throws Exception {
        bundle.replace("policy.yaml", "score: {base: 10, ", "champion: risk\nscore: {");

        assertThat(bundle.problems())
                .containsExactly(
                        "policy.yaml:5:11: model 'risk' is ONNX, which runs in the side lane only: name"
                                + " it as the champion of a challenger");
    }

    @Test
    void shouldNotBeReadByRules() throws Exception {
        bundle.when("model.risk.margin > 1.0");

        assertThat(bundle.problems()).hasSize(1);
        assertThat(bundle.problems().get(0)).startsWith("rules/a.yaml:4:");
    }

    @Test
    void shouldTellOfAFileThatIsNone() throws Exception {
        Files.writeString(dir.resolve("models/risk.onnx"), "no such thing");

        assertThat(bundle.problems()).hasSize(1);
        assertThat(bundle.problems().get(0))
                .startsWith("models/risk.onnx:1:1: ONNX: cannot be loaded");
    }
}
