package dev.peregrine.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Challengers in a bundle: what they are, what they add, and what is refused. */
@Timeout(60)
class ChallengersTest {
    private static final String CHALLENGERS =
            """
            challengers:
              strict: {rules: [watched]}
              next: {policy: next}
            """;
    private static final String WATCHED =
            """
            rules:
              - id: watched
                description: A high amount.
                when: tx.amount_minor > 100000
                action: decline
                shadow: true
                reason: {code: HIGH, text: A high amount.}
            """;
    private static final String NEXT_FEATURES =
            """
            lateness: 10m
            entities:
              payer: {key: [card], capacity: 1000, max_events: 100}
              shop: {key: [merchant], capacity: 50, max_events: 100}
            features:
              - {name: count, aggregate: count, entity: payer, window: 1h}
              - {name: week, aggregate: count, entity: payer, window: 7d}
              - {name: at_shop, aggregate: count, entity: shop, window: 7d}
            """;

    @TempDir private Path dir;
    private BundleFixture bundle;

    @BeforeEach
    void write() throws IOException {
        bundle = new BundleFixture(dir);
        bundle.write("rules/b.yaml", WATCHED)
                .write("policy.yaml", BundleFixture.POLICY + CHALLENGERS)
                .write(
                        "challengers/next/policy.yaml",
                        BundleFixture.POLICY.replace("name: test", "name: next"))
                .write("challengers/next/features.yaml", NEXT_FEATURES)
                .write(
                        "challengers/next/rules/a.yaml",
                        BundleFixture.RULES.replace("n_1h", "week"));
    }

    @Test
    void shouldReadVariantsAndPolicies() throws Exception {
        PolicyBundle policy = bundle.load();

        assertThat(policy.challengers())
                .extracting(Challenger::name)
                .containsExactly("strict", "next");
        Challenger strict = policy.challengers().get(0);
        assertThat(strict.policy().rules()).extracting(Rule::shadow).containsExactly(false, false);
        assertThat(policy.rules()).extracting(Rule::shadow).containsExactly(false, true);
        assertThat(policy.challengers().get(1).policy().name()).isEqualTo("next");
    }

    @Test
    void shouldAddOnlyWhatThePolicyDoesNotCompute() throws Exception {
        ChallengerFeatures union = ChallengerFeatures.of(bundle.load());

        assertThat(union.places("strict")).containsExactly(0, 1, 2);
        assertThat(union.places("next")).containsExactly(0, ~0, ~1);
        assertThat(union.added().entities())
                .extracting(EntitySpec::name)
                .containsExactly("payer", "shop");
        assertThat(union.added().features()).hasSize(2);
    }

    @Test
    void shouldCoverChallengersByTheHashAndKeepThemInTheStore() throws Exception {
        BundleStore store = new BundleStore(dir.resolve("store"));
        BundleHash hash = store.store(dir);
        assertThat(store.load(hash).challengers()).hasSize(2);

        bundle.replace("challengers/next/rules/a.yaml", "> 5", "> 6");
        assertThat(bundle.load().hash()).isNotEqualTo(hash);
    }

    @Test
    void shouldTakeAPolicyOfThePinnedHashOnly() throws Exception {
        String hash = bundle.load().challengers().get(1).policy().hash().hex();
        bundle.replace("policy.yaml", "{policy: next}", "{policy: next, hash: " + hash + "}");
        assertThat(bundle.problems()).isEmpty();

        bundle.replace("challengers/next/rules/a.yaml", "> 5", "> 6");
        assertThat(bundle.problems()).hasSize(1);
        assertThat(bundle.problems().get(0)).contains("policy.yaml:8:30: the policy's hash is ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{policy: next}|{policy: nxt}|policy.yaml:8:18: no policy 'nxt' in challengers/; did"
                        + " you mean 'next'?",
                "[watched]|[many]|policy.yaml:7:20: rule 'many' is no shadow rule: it acts already",
                "[watched]|[wached]|policy.yaml:7:20: unknown rule 'wached'; did you mean 'watched'?",
                "{rules: [watched]}|{champion: risk}|policy.yaml:7:22: unknown model 'risk'",
                "{policy: next}|{policy: next, rules: [watched]}|policy.yaml:8:9: challenger 'next' has"
                        + " either 'policy' (and 'hash') or 'champion', 'rules' or both",
                "challengers:|challenger_budget: {features: 1, entities: 4};challengers:"
                        + "|policy.yaml:8:3: the challengers need 2 features that the policy does not"
                        + " have; challenger_budget allows 1",
            })
    void shouldRefuse(String old, String replacement, String problem) throws IOException {
        bundle.replace("policy.yaml", old, replacement.replace(";", "\n"));

        assertThat(bundle.problems()).contains(problem);
    }

    @Test
    void shouldRefuseAPolicyThatNobodyNames() throws IOException {
        bundle.replace("policy.yaml", "  next: {policy: next}\n", "");

        assertThat(bundle.problems())
                .containsExactly("challengers/next: no challenger of policy.yaml is this policy");
    }

    @Test
    void shouldRefuseAnotherCurrency() throws IOException {
        bundle.replace("challengers/next/policy.yaml", "EUR", "USD");

        assertThat(bundle.problems())
                .containsExactly(
                        "policy.yaml:8:18: a challenger has the base_currency and missing_rate of the"
                                + " policy");
    }
}
