package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What CEL's checker lets pass but rules cannot use is refused at its place, with the reason. */
@Timeout(60)
class RuleRefusalsTest {
    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir);
    }

    @Test
    void shouldShowTheLineAndACaret() throws Exception {
        bundle.when("features.n_1h > 5 && tx.card.matches('c.*')");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:40: not supported in rules: matches(): a regular expression \
                        would take memory for every payment; use startsWith, endsWith, contains or in
                            features.n_1h > 5 && tx.card.matches('c.*')
                                                         ^\
                        """);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "tx.card + 'x' == 'cx' | 8 | '+' of texts: the joined text would take memory for"
                        + " every payment",
                "string(tx.hour) == '3' | 0 | string(): the text would take memory for every"
                        + " payment",
                "tx.hour > int(tx.card) | 10 | int() of a text: reading a number out of it would"
                        + " take memory for every payment; have the field sent as a number",
                "double(tx.card) > 1.0 | 0 | double() of a text: reading a number out of it would"
                        + " take memory for every payment; have the field sent as a number",
                "tx.hour in [1, tx.day_of_week] | 15 | a list of anything but literals: it would"
                        + " be made anew for every payment; join comparisons by ||",
                "tx.hour in [1, 2.0] | 15 | a list that does not hold what is looked for: write"
                        + " 1.0, not 1, or 1",
                "tx.hour in (features.fresh ? [1] : [2]) | 27 | 'in' with anything but a list of"
                        + " literals: it would take memory for every payment",
                "[tx.hour] == [3] | 0 | a list other than after 'in': it would take memory for"
                        + " every payment",
                "size([1, 2]) > 1 | 5 | a list other than after 'in': it would take memory for"
                        + " every payment",
                "3u < 4u | 0 | an unsigned number: no field is one; leave out the u",
                "null == null | 0 | null: has() tells whether a value is there",
                "b'a' == b'a' | 0 | bytes: no field is of that type; leave out the b",
            })
    void shouldGiveTheReason(String condition, int offset, String reason) throws Exception {
        bundle.when("|\n      " + condition);

        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .startsWith(
                        "rules/a.yaml:5:" + (7 + offset) + ": not supported in rules: " + reason);
    }

    @Test
    void shouldRefuseACalculationThatNoMethodHolds() throws Exception {
        String sum = "(" + String.join(" + ", Collections.nCopies(33, "tx.hour")) + ")";
        bundle.when(sum + " * " + sum + " > 3");

        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .contains("a calculation of more than 128 parts");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tx.merchant_category in [] || has(tx.ip)",
                "(features.fresh ? tx.card : tx.device).startsWith('c')",
                "size(tx.email) > 64 || tx.email.size() < 3",
                "int(features.mean_1d) % 100 == 0 && -tx.amount_minor < 0",
                "double(tx.hour) / 2.0 > features.mean_1d",
                "(tx.stale_time || features.fresh) == true",
            })
    void shouldTakeWhatCanBeCompiled(String condition) throws Exception {
        bundle.when(">\n      " + condition);

        assertThat(bundle.problems()).isEmpty();
    }

    @Test
    void shouldLetRulesSeeAttributes() throws Exception {
        bundle.write("attributes.yaml", "attributes: [{id: 1, name: gift, type: boolean}]")
                .when("has(attr.gift) && attr.gift");

        assertThat(bundle.problems()).isEmpty();

        bundle.when("attr.gitf");

        assertThat(bundle.problems())
                .singleElement()
                .asString()
                .startsWith("rules/a.yaml:4:16: unknown attribute 'gitf'; did you mean 'gift'?");
    }

    @Test
    void shouldNotCallARuleWrongForAnAttributeThatIs() throws Exception {
        bundle.write("attributes.yaml", "attributes: [{id: 1, name: gift, type: bolean}]")
                .when("attr.gift == true");

        assertThat(bundle.problems()).singleElement().asString().startsWith("attributes.yaml:1:");
    }
}
