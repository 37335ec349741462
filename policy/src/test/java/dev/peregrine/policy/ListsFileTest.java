package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.protocol.codec.ListMatch;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code lists.yaml}, and lists in conditions. */
@Timeout(60)
class ListsFileTest {
    @TempDir Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void writeBundle() throws Exception {
        bundle = new BundleFixture(dir).write("lists.yaml", BundleFixture.LISTS);
    }

    @Test
    void shouldReadLists() throws Exception {
        assertThat(bundle.load().lists())
                .containsExactly(
                        new ListSpec(
                                "blocked_cards",
                                "Cards reported stolen.",
                                ListPurpose.BLOCK,
                                ListMatch.EXACT,
                                100_000),
                        new ListSpec(
                                "trusted_merchants", "", ListPurpose.ALLOW, ListMatch.PREFIX, 100),
                        new ListSpec(
                                "hosting_networks", "", ListPurpose.CUSTOM, ListMatch.CIDR, 5000));
    }

    @Test
    void shouldBePartOfTheBundlesHash() throws Exception {
        BundleHash before = bundle.load().hash();
        bundle.replace("lists.yaml", "capacity: 100}", "capacity: 101}");

        assertThat(bundle.load().hash()).isNotEqualTo(before);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '`',
            value = {
                "name: blocked_cards ~ name: blocked-cards ~ 2:11: list name 'blocked-cards' is no"
                        + " name: it must be a letter, then letters, digits or _",
                "purpose: block ~ purpose: blok ~ 4:14: unknown purpose 'blok'; did you mean"
                        + " 'block'?",
                "match: exact ~ match: regex ~ 5:12: unknown match 'regex'; known: exact, prefix,"
                        + " cidr",
                "capacity: 100000 ~ capacity: 10000001 ~ 6:15: 'capacity' must be a whole number"
                        + " from 1 to 10000000, not '10000001'",
                "capacity: 100000 ~ entries: [a] ~ 6:5: unknown key 'entries'; known: name,"
                        + " description, purpose, match, capacity",
                "trusted_merchants ~ blocked_cards ~ 7:12: duplicate list 'blocked_cards', first"
                        + " in line 2",
            })
    void shouldTellMistakes(String old, String wrong, String message) throws Exception {
        bundle.replace("lists.yaml", old, wrong);

        assertThat(bundle.problems()).contains("lists.yaml:" + message);
    }

    @Test
    void shouldTellAnUnknownListAtItsPlace() throws Exception {
        bundle.when("tx.stale_time || tx.card in lists.blocked_card");

        assertThat(bundle.problems())
                .containsExactly(
                        """
                        rules/a.yaml:4:45: unknown list 'blocked_card'; did you mean 'blocked_cards'?
                            tx.stale_time || tx.card in lists.blocked_card
                                                              ^\
                        """);
    }

    @Test
    void shouldTellThatThereAreNoLists() throws Exception {
        bundle.write("lists.yaml", "lists: []\n").when("tx.card in lists.blocked_cards");

        assertThat(bundle.problems()).singleElement().asString().contains("unknown list");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tx.hour in lists.blocked_cards | operator 'in' does not apply to (int,"
                        + " list(string))",
                "tx.ip in lists.blocked_cards | 'blocked_cards' is a list of texts: tx.ip can be"
                        + " on a list of networks only (match: cidr)",
                "(has(tx.card) ? tx.card : tx.ip) in lists.trusted_merchants | 'trusted_merchants'"
                        + " is a list of texts",
                "tx.card in lists.hosting_networks | 'hosting_networks' is a list of networks:"
                        + " only tx.ip can be on it",
                "'192.0.2.1' in lists.hosting_networks | only tx.ip can be on it",
                "size(lists.blocked_cards) > 1 | lists.blocked_cards here: a list stands after"
                        + " 'in' only, as in tx.card in lists.blocked_cards",
                "lists.blocked_cards == lists.trusted_merchants | a list stands after 'in' only",
                "has(lists.blocked_cards) | a list stands after 'in' only",
                "tx.card in lists | operator 'in' does not apply to",
            })
    void shouldRefuseOtherUses(String condition, String message) throws Exception {
        bundle.when('"' + condition + '"');

        assertThat(bundle.problems()).singleElement().asString().contains(message);
    }

    @Test
    void shouldTellAMistakeInAListOnlyOnce() throws Exception {
        bundle.replace("lists.yaml", "match: exact", "match: exat")
                .when("tx.card in lists.blocked_cards");

        assertThat(bundle.problems()).singleElement().asString().contains("unknown match 'exat'");
    }
}
