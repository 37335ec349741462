package dev.peregrine.policy.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The JSON of a model that learns online, its mistakes, and what its terms make of inputs. */
@Timeout(60)
class OnlineModelTest {
    private static final String JSON =
            """
            {"alpha": 0.05, "horizon": "7d", "capacity": 100, "l1": 0.5, "negatives": 0.25,
             "intercept": -4, "terms": [
              {"input": "a", "transform": "log", "mean": 1, "scale": 2, "weight": 0.5},
              {"input": "a", "bins": [0, 10]},
              {"input": "b", "bins": [3], "weights": [1, 2, -1]}]}
            """;

    private static OnlineModel read(String json) throws ModelFormatException {
        return (OnlineModel) ModelFormat.ONLINE.read(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void shouldReadEverything() throws Exception {
        OnlineModel model = read(JSON);

        assertThat(model.inputs()).containsExactly("a", "b");
        assertThat(model.learning())
                .isEqualTo(
                        new LearningSpec(0.05, 1, 0.5, 0, TimeUnit.DAYS.toNanos(7), 100, 0.25, 1));
        assertThat(model.initialWeights()).containsExactly(-4, 0.5, 0, 0, 0, 0, 1, 2, -1);
    }

    @Test
    void shouldWriteAModelThatGoesOnFromWhatWasLearned() throws Exception {
        OnlineModel model = read(JSON);
        LearnedState learned =
                new LearnedState(
                        List.of(1.0 / 3, -2.0, 0.5, 1e-300, 5.1, 6.0, 7.0, -8.0, -0.0),
                        List.of(0.1, 1e-17, 0.0, 3e200, 1.0 / 7, 0.0, 2.0, 3.0, 0.0));
        String written = written(model, learned);
        OnlineModel again = read(written);

        assertThat(again.learned()).isEqualTo(learned);
        assertThat(again.start()).isEqualTo(learned);
        assertThat(again.initialWeights()).containsExactly(learned.weights(model.learning()));
        assertThat(again.inputs()).isEqualTo(model.inputs());
        assertThat(again.learning()).isEqualTo(model.learning());
        OnlineModel.Numeric numeric = (OnlineModel.Numeric) again.terms().get(0);
        double weight = learned.weights(model.learning())[1];
        assertThat(weight).isPositive();
        assertThat(numeric).isEqualTo(new OnlineModel.Numeric(0, true, 1, 2, weight));
        for (int i = 1; i < 3; i++) {
            OnlineModel.Binned before = (OnlineModel.Binned) model.terms().get(i);
            OnlineModel.Binned after = (OnlineModel.Binned) again.terms().get(i);
            assertThat(after.bounds()).containsExactly(before.bounds());
            assertThat(after.input()).isEqualTo(before.input());
        }
        LearnedState tooFew = new LearnedState(List.of(1.0), List.of(1.0));
        assertThatThrownBy(() -> OnlineWriter.write(model, tooFew))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldStartAsBeforeFromAFileWithoutWhatWasLearned() throws Exception {
        OnlineModel model = read(JSON);

        assertThat(model.learned()).isNull();
        double[] weights = model.start().weights(model.learning());
        assertThat(weights).containsExactly(model.initialWeights(), within(1e-12));
        assertThat(model.start().n()).containsOnly(0.0);
        assertThat(read(JSON.replace("{\"alpha\"", "{\"version\": 1, \"alpha\"")).learning())
                .isEqualTo(model.learning());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\" : 2|\"version\" : 3|'version' must be a whole number from 1 to 2",
                "\"z\" : [ 0.25,|\"z\" : [|'learned' must have 'z' and 'n' with 9 numbers each",
                "\"n\"|\"m\"|unknown key 'm'; known: z, n",
                "\"n\" : [ 1.0|\"n\" : [ -1.0|'n' must not be negative, but is -1.0",
                "\"z\" : [ 0.25|\"z\" : [ 2.25|'learned' does not go with the weights: number 0 is",
            })
    void shouldTellWhatIsWrongWithWhatWasLearned(String old, String wrong, String message)
            throws Exception {
        LearnedState learned =
                new LearnedState(
                        List.of(0.25, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0),
                        List.of(1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0));
        String written = written(read(JSON), learned);
        assertThat(read(written).learned()).isEqualTo(learned);

        String broken = written.replace(old, wrong);
        assertThat(broken).isNotEqualTo(written);
        assertThatThrownBy(() -> read(broken))
                .isInstanceOf(ModelFormatException.class)
                .hasMessageContaining(message);
    }

    private static String written(OnlineModel model, LearnedState learned) {
        return new String(OnlineWriter.write(model, learned), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0, 0",
        "-1e-9, 0, 0, 0",
        "9.99, 1, 2.999, 0",
        "10, 2, 3, 1",
        "NaN, 3, NaN, 2",
        "Infinity, 2, -Infinity, 0",
    })
    void shouldPutInputsIntoBins(double a, int binOfA, double b, int binOfB) throws Exception {
        OnlineModel model = read(JSON);
        OnlineModel.Term first = model.terms().get(1);
        OnlineModel.Term second = model.terms().get(2);

        assertThat(first.coordinate(a)).isEqualTo(binOfA);
        assertThat(second.coordinate(b)).isEqualTo(binOfB);
        assertThat(first.value(a)).isEqualTo(1);
    }

    @Test
    void shouldStandardiseNumbers() throws Exception {
        OnlineModel.Term term = read(JSON).terms().get(0);

        assertThat(term.value(Math.E - 1)).isCloseTo(0, within(1e-12));
        assertThat(term.value(1 - Math.E)).isCloseTo(-1, within(1e-12));
        assertThat(term.value(Double.NaN)).isZero();
        assertThat(term.value(Double.POSITIVE_INFINITY)).isEqualTo(10);
    }

    @Test
    void shouldTakeWhatIsBelowTheSmallestValueForIt() throws Exception {
        OnlineModel model = read(JSON.replace("\"log\"", "\"none\", \"min\": -3"));
        OnlineModel.Term term = model.terms().get(0);

        assertThat(term.value(-3)).isEqualTo(-2);
        assertThat(term.value(-3.5)).isEqualTo(-2);
        assertThat(term.value(-2.5)).isEqualTo(-1.75);
        assertThat(term.value(Double.NaN)).isZero();
        assertThat(read(written(model, model.start())).terms().get(0)).isEqualTo(term);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"alpha\": 0.05|\"alpha\": 0|1|'alpha' must be positive, not 0.0",
                "\"alpha\": 0.05, ||1|must have 'alpha', 'horizon', 'capacity' and 'terms'",
                "\"7d\"|\"7 days\"|1|'horizon' must be from 1s to 400d, such as 7d, and not '7 days'",
                "100,|0,|1|'capacity' must be a whole number from 1 to 16777216, not '0'",
                "\"l1\": 0.5|\"l1\": -1|1|'l1' must not be negative, but is -1.0",
                "0.25|1.25|1|'negatives' must be at most 1, not 1.25",
                "\"log\"|\"ln\"|3|'transform' must be log or none, not 'ln'",
                "[0, 10]|[10, 0]|4|'bins' must be the bounds between bins, at least one, ascending",
                "[1, 2, -1]|[1, 2]|5|'weights' must be 3, one for each bin and one for a missing value,"
                        + " not 2",
                "\"bins\": [3]|\"mean\": 3|5|'weights' go with 'bins'",
                "\"bins\": [0, 10]|\"bins\": [0], \"min\": 1|4|'bins' do not go with 'transform',",
                "\"scale\": 2|\"scal\": 2|3|unknown key 'scal'; known: input,",
            })
    void shouldTellMistakes(String old, String wrong, int line, String message) {
        String json = JSON.replace(old, wrong == null ? "" : wrong);

        assertThat(json).isNotEqualTo(JSON);
        assertThatThrownBy(() -> read(json))
                .isInstanceOfSatisfying(
                        ModelFormatException.class,
                        e -> assertThat(e.line()).as(e.getMessage()).isEqualTo(line))
                .hasMessageContaining(message);
    }
}
