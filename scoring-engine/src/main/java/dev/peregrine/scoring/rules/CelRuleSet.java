package dev.peregrine.scoring.rules;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.peregrine.policy.CelVariables;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.Rule;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import java.util.List;
import java.util.Map;

/**
 * Rules run by CEL's own evaluator over views of the transaction and of the dense vector. It boxes
 * what it touches: the one place on the hot path that allocates, and only for policies that have
 * rules.
 */
public final class CelRuleSet implements RuleSet {
    private final CelRuntime.Program[] programs;
    private final boolean[] shadow;
    private final TransactionVariables transactionVariables = new TransactionVariables();
    private final FeatureVariables featureVariables;
    private final Map<String, Object> variables;

    private CelRuleSet(List<Rule> rules, FeatureSet features) {
        programs = new CelRuntime.Program[rules.size()];
        shadow = new boolean[rules.size()];
        featureVariables = new FeatureVariables(features);
        variables =
                Map.of(
                        CelVariables.TX,
                        transactionVariables,
                        CelVariables.FEATURES,
                        featureVariables);
        CelRuntime runtime = CelVariables.runtime();
        for (int i = 0; i < programs.length; i++) {
            shadow[i] = rules.get(i).shadow();
            try {
                programs[i] = runtime.createProgram(rules.get(i).when());
            } catch (CelEvaluationException e) {
                throw new IllegalArgumentException(
                        "rule " + rules.get(i).id() + ": " + e.getMessage(), e);
            }
        }
    }

    /** Prepares the checked expressions of a bundle. */
    public static CelRuleSet of(List<Rule> rules, FeatureSet features) {
        return new CelRuleSet(rules, features);
    }

    @Override
    public int size() {
        return programs.length;
    }

    @Override
    public void evaluate(
            TransactionView transaction,
            double[] features,
            boolean stale,
            BitVector fired,
            BitVector shadowFired) {
        transactionVariables.wrap(transaction, stale);
        featureVariables.wrap(features);
        for (int i = 0; i < programs.length; i++) {
            if (holds(programs[i])) {
                (shadow[i] ? shadowFired : fired).set(i);
            }
        }
    }

    /** An expression that ends in an error does not hold. */
    private boolean holds(CelRuntime.Program program) {
        try {
            return Boolean.TRUE.equals(program.eval(variables));
        } catch (CelEvaluationException e) {
            return false;
        }
    }
}
