package dev.peregrine.scoring.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cel.compiler.CelCompiler;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.scoring.features.ConditionEvaluator;
import dev.peregrine.testing.Allocations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A compiled condition says what CEL's own evaluator says of the same text. */
@Timeout(120)
class ConditionAgreementTest {
    private static final int CONDITIONS = 1000;
    private static final int TRANSACTIONS = 40;

    @TempDir private Path dir;

    @Test
    void shouldAgreeWithCelsOwnEvaluator() throws Exception {
        RandomConditions conditions = new RandomConditions(1);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < CONDITIONS; i++) {
            texts.add(conditions.next());
        }
        PolicyBundle bundle = bundle(texts);
        CelCompiler compiler = CelVariables.conditionCompiler(bundle.attributes());
        RandomTransactions random = new RandomTransactions(2);
        TransactionVariables variables = new TransactionVariables();
        int held = 0;

        for (int i = 0; i < CONDITIONS; i++) {
            CelRuntime.Program program =
                    CelVariables.runtime().createProgram(compiler.compile(texts.get(i)).getAst());
            ConditionEvaluator evaluator =
                    ConditionEvaluator.compile(bundle.features().features().get(i).where());
            for (int j = 0; j < TRANSACTIONS; j++) {
                random.next();
                variables.wrap(random.transaction, false);
                boolean expected =
                        holds(
                                program,
                                Map.of(
                                        CelVariables.TX, variables,
                                        CelVariables.OUTCOME, random.outcomeVariables,
                                        CelVariables.ATTRIBUTES, random.attributes));

                assertThat(evaluator.test(random.transaction, random.outcome))
                        .as("%s of %s", texts.get(i), random.attributes)
                        .isEqualTo(expected);
                held += expected ? 1 : 0;
            }
        }

        assertThat(held)
                .isBetween(CONDITIONS * TRANSACTIONS / 5, CONDITIONS * TRANSACTIONS * 4 / 5);
    }

    @Test
    void shouldNotAllocate() throws Exception {
        RandomConditions conditions = new RandomConditions(3);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            texts.add(conditions.next());
        }
        ConditionEvaluator[] evaluators =
                bundle(texts).features().features().stream()
                        .map(feature -> ConditionEvaluator.compile(feature.where()))
                        .toArray(ConditionEvaluator[]::new);
        RandomTransactions random = new RandomTransactions(4);
        random.next();
        long least =
                Allocations.least(
                        100,
                        () -> {
                            for (int i = 0; i < 20_000; i++) {
                                random.transaction.wrap(random.transaction.buffer(), 0);
                                evaluators[i % evaluators.length].test(
                                        random.transaction, random.outcome);
                            }
                        });

        assertThat(least).isZero();
    }

    private static boolean holds(CelRuntime.Program program, Map<String, ?> variables) {
        try {
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException e) {
            return false;
        }
    }

    private PolicyBundle bundle(List<String> conditions) throws Exception {
        Files.writeString(
                dir.resolve("policy.yaml"),
                """
                name: conditions
                version: 1
                base_currency: EUR
                missing_rate: refuse
                score: {base: 0, challenge: 300, review: 500, decline: 700}
                """);
        Files.writeString(
                dir.resolve("attributes.yaml"),
                """
                attributes:
                  - {id: 1, name: n, type: integer}
                  - {id: 2, name: d, type: double}
                  - {id: 3, name: b, type: boolean}
                  - {id: 4, name: s, type: string}
                  - {id: 7, name: m, type: integer}
                """);
        StringBuilder features =
                new StringBuilder(
                        """
                        lateness: 10m
                        entities: {card: {key: [card], capacity: 10, max_events: 10}}
                        features:
                        """);
        for (int i = 0; i < conditions.size(); i++) {
            features.append("  - {name: f")
                    .append(i)
                    .append(", aggregate: count, entity: card, window: 1h, where: '")
                    .append(conditions.get(i))
                    .append("'}\n");
        }
        Files.writeString(dir.resolve("features.yaml"), features);
        return PolicyLoader.load(dir);
    }
}
