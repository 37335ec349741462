package dev.peregrine.scoring.rules;

import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;

/** The rules of a policy, ready to run. One thread. */
public interface RuleSet {
    /** Number of rules. */
    int size();

    /**
     * Evaluates every rule. A rule whose expression ends in an error (a missing feature, an
     * overflow) does not fire.
     *
     * @param features dense vector, then the outputs of models; NaN is missing
     * @param stale the event time lies further from the ingress time than the policy allows for
     * @param fired receives the rules that fired
     * @param shadowFired receives the shadow rules that would have fired
     */
    void evaluate(
            TransactionView transaction,
            double[] features,
            boolean stale,
            BitVector fired,
            BitVector shadowFired);
}
