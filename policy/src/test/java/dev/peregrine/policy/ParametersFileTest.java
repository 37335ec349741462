package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.peregrine.policy.BundleDiff.Field;
import dev.peregrine.policy.condition.Literal;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code parameters.yaml}, and parameters in conditions. */
@Timeout(60)
class ParametersFileTest {
    private static final String PARAMETERS =
            """
            parameters:
              - name: many
                description: Payments in an hour.
                value: 5
                min: 1
                max: 50
              - {name: factor, value: 3.5}
            """;

    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir.resolve("a")).write("parameters.yaml", PARAMETERS);
    }

    @Test
    void shouldReadParameters() throws Exception {
        assertThat(bundle.load().parameters())
                .containsExactly(
                        new ParameterSpec(
                                "many",
                                "Payments in an hour.",
                                new Literal.IntegerLiteral(5),
                                1,
                                50),
                        new ParameterSpec(
                                "factor",
                                "",
                                new Literal.DoubleLiteral(3.5),
                                Double.NEGATIVE_INFINITY,
                                Double.POSITIVE_INFINITY));
    }

    @Test
    void shouldBePartOfTheBundlesHashAndOfADiff() throws Exception {
        BundleFixture other =
                new BundleFixture(dir.resolve("b"))
                        .write("parameters.yaml", PARAMETERS.replace("value: 5", "value: 6"));

        assertThat(other.load().hash()).isNotEqualTo(bundle.load().hash());
        assertThat(BundleDiff.between(bundle.dir(), other.dir()).items())
                .containsExactly(
                        new BundleDiff.Item(
                                BundleDiff.Kind.CHANGED,
                                "parameter many",
                                List.of(new Field("value", "5", "6"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            value = {
                "features.n_1h > param.many",
                "features.mean_1d > param.factor * 2.0 && features.n_1h + param.many > 3",
                "double(param.many) > features.mean_1d",
            })
    void shouldBeTakenInConditions(String condition) throws Exception {
        bundle.when(condition);

        assertThat(bundle.problems()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "features.n_1h > param.mani ~ 4:33: unknown parameter 'mani'; did you mean 'many'?",
                "has(param.many) ~ 4:15: not supported in rules: has(param.many): a parameter is"
                        + " always there",
                "param.factor * 2 > 5.0 ~ 4:24: operator '*' does not apply to (double, int); write"
                        + " a whole number as 2.0, or use double(...)",
                "param == param ~ 4:11: 'param' can only be used with a field: param.NAME",
            })
    void shouldPointAtMistakesInConditions(String condition, String problem) throws Exception {
        bundle.when(condition);

        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .contains("rules/a.yaml:" + problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "{name: factor, ~ {name: so-much, ~ 7:12: parameter name 'so-much' is no name: it must be"
                        + " a letter, then letters, digits or _",
                "value: 5 ~ value: five ~ 4:12: 'value' must be a number",
                "value: 5 ~ value: 51 ~ 4:5: 51 is out of the range of parameter 'many', 1 .. 50",
                "max: 50 ~ max: 0 ~ 6:5: 'max' is below 'min'",
                "{name: factor, value: 3.5} ~ {name: many, value: 3.5} ~ 7:12: duplicate parameter"
                        + " 'many', first in line 2",
                "value: 3.5} ~ valeu: 3.5} ~ 7:20: unknown key 'valeu'; did you mean 'value'?",
            })
    void shouldPointAtMistakes(String old, String replacement, String problem) throws Exception {
        bundle.replace("parameters.yaml", old, replacement).when("features.n_1h > param.many");

        assertThat(bundle.problems())
                .isNotEmpty()
                .allMatch(p -> p.startsWith("parameters.yaml:"))
                .anyMatch(p -> p.startsWith("parameters.yaml:" + problem));
    }

    @Test
    void shouldTakeOnlyValuesThatFit() {
        ParameterSpec whole = new ParameterSpec("many", "", new Literal.IntegerLiteral(5), 1, 50);

        assertThat(whole.with(new BigDecimal("7.0")).value())
                .isEqualTo(new Literal.IntegerLiteral(7));
        assertThatThrownBy(() -> whole.with(new BigDecimal("7.5")))
                .hasMessage("parameter 'many' is a whole number, 7.5 is none");
        assertThatThrownBy(() -> whole.with(new BigDecimal("51")))
                .hasMessage("51 is out of the range of parameter 'many', 1 .. 50");
    }
}
