package dev.peregrine.scoring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import dev.peregrine.testing.Allocations;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CompiledRuleSetTest {
    private final RandomTransactions random = new RandomTransactions(5);
    private final double[] features = new double[RulesFixture.FEATURES];
    private final BitVector fired = new BitVector();
    private final BitVector shadowFired = new BitVector();

    @TempDir private Path dir;

    @Test
    void shouldRunAThousandRules() throws Exception {
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            conditions.add("features.i1 >= " + i);
        }
        RuleSet rules = rules(conditions);
        random.next();
        features[0] = 700;

        evaluate(rules);

        assertThat(rules.size()).isEqualTo(1000);
        for (int i = 0; i < 1000; i++) {
            boolean shadow = i % 5 == 4;
            assertThat(fired.get(i)).as("%d", i).isEqualTo(i <= 700 && !shadow);
            assertThat(shadowFired.get(i)).as("%d", i).isEqualTo(i <= 700 && shadow);
        }
    }

    @Test
    void shouldCompileABundleOnce() throws Exception {
        PolicyBundle bundle = RulesFixture.bundle(dir, List.of("features.i1 > 1"));

        assertThat(CompiledRules.of(bundle)).isSameAs(CompiledRules.of(bundle));
    }

    @Test
    void shouldRunNoRules() throws Exception {
        RuleSet rules = rules(List.of());
        random.next();

        evaluate(rules);

        assertThat(rules.size()).isZero();
    }

    @Test
    void shouldAbsorbErrorsAcrossTheMethodsOfALongRule() throws Exception {
        RuleSet rules =
                rules(
                        List.of(
                                times(200, "features.i1==8", " || ") + " || features.i1==7",
                                times(200, "features.i1>=7", " && ") + " && features.i1<8",
                                times(200, "features.i1==8", " || ") + " || !tx.stale_time",
                                "!("
                                        + times(200, "features.i1>=7", " && ")
                                        + " && tx.stale_time)"));
        random.next();

        features[0] = 7;
        evaluate(rules);
        assertThat(fired()).containsExactly(0, 1, 2, 3);

        features[0] = 6;
        evaluate(rules);
        assertThat(fired()).containsExactly(2, 3);

        features[0] = Double.NaN;
        evaluate(rules);
        assertThat(fired()).containsExactly(2, 3);
    }

    private static String times(int count, String condition, String operator) {
        return String.join(operator, Collections.nCopies(count, condition));
    }

    @Test
    void shouldNotAllocate() throws Exception {
        RandomExpressions expressions = new RandomExpressions(6);
        List<String> conditions = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            conditions.add(expressions.next());
        }
        RuleSet rules = rules(conditions);
        random.next();
        long least =
                Allocations.least(
                        200,
                        () -> {
                            for (int i = 0; i < 2_000; i++) {
                                Arrays.fill(features, i % 7 == 0 ? Double.NaN : i % 5);
                                random.transaction.wrap(random.transaction.buffer(), 0);
                                evaluate(rules);
                            }
                        });

        assertThat(least).isZero();
    }

    private void evaluate(RuleSet rules) {
        fired.reset(rules.size());
        shadowFired.reset(rules.size());
        rules.evaluate(random.transaction, features, false, fired, shadowFired);
    }

    private List<Integer> fired() {
        List<Integer> all = new ArrayList<>();
        for (int i = 0; i < fired.size(); i++) {
            if (fired.get(i) || shadowFired.get(i)) {
                all.add(i);
            }
        }
        return all;
    }

    private RuleSet rules(List<String> conditions) throws Exception {
        PolicyBundle bundle = RulesFixture.bundle(dir, conditions);
        return CompiledRules.of(bundle).newRuleSet();
    }
}
