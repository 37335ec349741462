package dev.peregrine.scoring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.Rule;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compiled rules say what CEL's own evaluator says of the same text. Each expression is there
 * twice, as it is and denied, so that a value and an error can be told apart: of an error, neither
 * fires.
 */
@Timeout(300)
class CompiledRulesAgreementTest {
    private static final int EXPRESSIONS = 1500;
    private static final int TRANSACTIONS = 60;

    @TempDir private Path dir;

    private final PlainLists lists = new PlainLists();

    private enum Outcome {
        FALSE,
        TRUE,
        ERROR
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void shouldAgreeWithCelsOwnEvaluator(long seed) throws Exception {
        RandomExpressions expressions = new RandomExpressions(seed);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < EXPRESSIONS; i++) {
            String text = expressions.next();
            texts.add(text);
            texts.add("!(" + text + ")");
        }
        PolicyBundle bundle = RulesFixture.bundle(dir, texts);
        RuleSet rules = CompiledRules.of(bundle).newRuleSet(lists);
        CelRuntime.Program[] programs = programs(bundle.rules());
        ListVariables listVariables = new ListVariables();
        RandomTransactions random = new RandomTransactions(seed);
        SplittableRandom numbers = new SplittableRandom(seed);
        TransactionVariables transaction = new TransactionVariables();
        FeatureVariables featureVariables = new FeatureVariables(bundle.features());
        double[] features = new double[RulesFixture.FEATURES];
        Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);

        for (int j = 0; j < TRANSACTIONS; j++) {
            random.next();
            RulesFixture.draw(numbers, features);
            boolean stale = numbers.nextBoolean();
            transaction.wrap(random.transaction, stale);
            featureVariables.wrap(features);
            listVariables.wrap(transaction, random.attributes);
            BitVector fired = new BitVector();
            BitVector shadowFired = new BitVector();
            fired.reset(rules.size());
            shadowFired.reset(rules.size());
            rules.evaluate(random.transaction, features, stale, fired, shadowFired);
            Map<String, Object> variables =
                    Map.of(
                            CelVariables.TX, transaction,
                            CelVariables.FEATURES, featureVariables,
                            CelVariables.ATTRIBUTES, random.attributes,
                            CelVariables.LISTS, listVariables);
            for (int i = 0; i < EXPRESSIONS; i++) {
                Outcome expected = outcome(programs[2 * i], variables);
                Outcome actual =
                        fires(bundle, fired, shadowFired, 2 * i)
                                ? Outcome.TRUE
                                : fires(bundle, fired, shadowFired, 2 * i + 1)
                                        ? Outcome.FALSE
                                        : Outcome.ERROR;

                if (actual != expected) {
                    assertThat(actual)
                            .as(
                                    "%s of %s, features %s",
                                    texts.get(2 * i),
                                    random.attributes,
                                    featureVariables.entrySet())
                            .isEqualTo(expected);
                }
                outcomes.merge(expected, 1, Integer::sum);
            }
        }

        assertThat(outcomes)
                .hasSize(Outcome.values().length)
                .allSatisfy(
                        (outcome, count) ->
                                assertThat(count).isGreaterThan(EXPRESSIONS * TRANSACTIONS / 10));
    }

    private static boolean fires(
            PolicyBundle bundle, BitVector fired, BitVector shadowFired, int rule) {
        boolean shadow = bundle.rules().get(rule).shadow();
        assertThat((shadow ? fired : shadowFired).get(rule)).isFalse();
        return (shadow ? shadowFired : fired).get(rule);
    }

    private static CelRuntime.Program[] programs(List<Rule> rules) throws CelEvaluationException {
        CelRuntime runtime = CelVariables.runtime();
        CelRuntime.Program[] programs = new CelRuntime.Program[rules.size()];
        for (int i = 0; i < programs.length; i++) {
            programs[i] = runtime.createProgram(rules.get(i).when());
        }
        return programs;
    }

    private static Outcome outcome(CelRuntime.Program program, Map<String, ?> variables) {
        try {
            return (boolean) program.eval(variables) ? Outcome.TRUE : Outcome.FALSE;
        } catch (CelEvaluationException e) {
            return Outcome.ERROR;
        }
    }
}
