package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class RuleMessagesTest {
    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir);
    }

    @Test
    void shouldPointAtAnUnknownFeatureInAPlainScalar() throws Exception {
        bundle.when("tx.amount_minor > 100 && features.n_2h > 5");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:45: unknown feature 'n_2h'; did you mean 'n_1h'?
                            tx.amount_minor > 100 && features.n_2h > 5
                                                              ^\
                        """);
    }

    @Test
    void shouldPointIntoASingleQuotedScalar() throws Exception {
        bundle.when("'tx.currency == ''EUR'' && tx.chanel == ''atm'''");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:41: unknown field 'chanel' of tx; did you mean 'channel'?
                            tx.currency == ''EUR'' && tx.chanel == ''atm''
                                                         ^\
                        """);
    }

    @Test
    void shouldPointIntoADoubleQuotedScalar() throws Exception {
        bundle.when("\"tx.currency == \\\"\\u00e9\\\" &&\\n features.men_1d > 3\"");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:52: unknown feature 'men_1d'; did you mean 'mean_1d'?
                            tx.currency == \\"\\u00e9\\" &&\\n features.men_1d > 3
                                                                    ^\
                        """);
    }

    @Test
    void shouldPointIntoALiteralBlock() throws Exception {
        bundle.when("|  # as it stands\n      features.n_1h > 5\n\n        && features.fesh");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:7:21: unknown feature 'fesh'; did you mean 'fresh'?
                            && features.fesh
                                        ^\
                        """);
    }

    @Test
    void shouldPointIntoAFoldedBlock() throws Exception {
        bundle.when(">-\n      features.n_1h > 5\n      && features.fresh\n      && tx.hours < 3");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:7:13: unknown field 'hours' of tx; did you mean 'hour'?
                            && tx.hours < 3
                                  ^\
                        """);
    }

    @Test
    void shouldPointIntoAPlainScalarOfSeveralLines() throws Exception {
        bundle.when("features.n_1h > 5\n      && features.mean_1d > 'a'");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:5:27: operator '>' does not apply to (double, string)
                            && features.mean_1d > 'a'
                                                ^\
                        """);
    }

    @Test
    void shouldPointAtTheEndOfABrokenExpression() throws Exception {
        bundle.when("(features.n_1h > 5");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:29: malformed expression: missing ')' at end of the expression
                            (features.n_1h > 5
                                              ^\
                        """);
    }

    @Test
    void shouldTellEveryUnknownNameOfAnExpression() throws Exception {
        bundle.when("has(features.fersh) || features.men_1d > 1");

        assertThat(bundle.problems())
                .extracting(p -> p.lines().findFirst().orElseThrow())
                .containsExactly(
                        "rules/a.yaml:4:24: unknown feature 'fersh'; did you mean 'fresh'?",
                        "rules/a.yaml:4:43: unknown feature 'men_1d'; did you mean 'mean_1d'?");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "features.n_1h | 11 | a rule's condition must be true or false (bool), not int",
                "feature.n_1h > 5 | 11 | unknown name 'feature'; did you mean 'features'?",
                "card.n_1h > 5 | 11 | unknown name 'card'; rules see tx.*, features.*, attr.*, lists.*,"
                        + " param.* and model.*",
                "features.fresh && sise('a') > 1 | 29 | unknown function 'sise'; did you mean"
                        + " 'size'?",
                "features.mean_1d * 2 > 5.0 | 28 | operator '*' does not apply to (double, int);"
                        + " write a whole number as 2.0, or use double(...)",
                "features == features | 11 | 'features' can only be used with a field:"
                        + " features.NAME",
                "dyn(tx.hour) == 'a' | 11 | unknown function 'dyn'",
                "features.fresh && !tx.hour | 29 | operator '!' does not apply to (int)",
                "tx.card.number == 'a' | 18 | type 'string' does not support field selection",
                "timestamp(tx.hour) > timestamp(3) | 11 | unknown function 'timestamp'",
                "[tx.hour].exists(h, h > 3) | 21 | unknown function 'exists'",
                "tx.hour = 3 | 19 | malformed expression: token recognition error at: '= '",
            })
    void shouldSayWhatIsWrong(String condition, int column, String message) throws Exception {
        bundle.when("[t".equals(condition.substring(0, 2)) ? "'" + condition + "'" : condition);
        int quote = condition.startsWith("[") ? 1 : 0;

        assertThat(bundle.problems().get(0).lines().findFirst())
                .contains("rules/a.yaml:4:" + (column + quote) + ": " + message);
    }

    @Test
    void shouldNotCallARuleWrongForAFeatureThatIs() throws Exception {
        bundle.replace("features.yaml", "aggregate: count", "aggregate: cuont");

        assertThat(bundle.problems())
                .containsExactly(
                        "features.yaml:5:29: unknown aggregate 'cuont'; did you mean 'count'?");
    }

    @Test
    void shouldOnlyParseRulesWhenFeaturesAreMalformed() throws Exception {
        bundle.write("features.yaml", "lateness: [").when("features.n_1h >");

        assertThat(bundle.problems())
                .extracting(p -> p.lines().findFirst().orElseThrow())
                .containsExactly(
                        "features.yaml:1:12: malformed YAML: while parsing a flow node, expected"
                                + " the node content, but found '<stream end>'",
                        "rules/a.yaml:4:26: malformed expression: mismatched input end of the"
                                + " expression");
    }
}
