package dev.peregrine.scoring.shadow;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.model.Learners;
import dev.peregrine.scoring.model.ModelSet;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.RuleSet;
import dev.peregrine.scoring.rules.Verdict;
import dev.peregrine.scoring.rules.compile.CompiledRules;

/**
 * A policy without features of its own: models, rules and verdict over values that others have
 * computed, with the classes that the engine runs. One thread; allocates nothing per payment.
 */
public final class ShadowPolicy {
    private final PolicyBundle bundle;
    private final int[] places;
    private final ModelSet models;
    private final RuleSet rules;
    private final Verdict verdict;
    private final double[] vector;
    private final BitVector fired = new BitVector();
    private final BitVector shadowFired = new BitVector();
    private double margin = Double.NaN;

    /**
     * Compiles a policy.
     *
     * @param places where each of its features lies, as {@link
     *     dev.peregrine.policy.ChallengerFeatures#places} has it
     * @param lists where its rules look, by the numbers of its own lists
     */
    public ShadowPolicy(PolicyBundle bundle, int[] places, RuleLists lists) {
        this.bundle = bundle;
        this.places = places.clone();
        CompiledRules compiled = CompiledRules.of(bundle);
        models = new ModelSet(bundle, compiled.models());
        rules = compiled.newRuleSet(lists);
        verdict = new Verdict(bundle.rules(), bundle.bands());
        vector = new double[models.size()];
    }

    /** The policy. */
    public PolicyBundle bundle() {
        return bundle;
    }

    /**
     * Decides on a payment.
     *
     * @param champion values of the deciding policy's features
     * @param added values of the features added for challengers; read only where some are needed
     * @param stale value of {@code tx.stale_time}
     */
    public void decide(
            TransactionView transaction, double[] champion, double[] added, boolean stale) {
        for (int i = 0; i < places.length; i++) {
            vector[i] = places[i] >= 0 ? champion[places[i]] : added[~places[i]];
        }
        models.evaluate(transaction, vector, stale);
        fired.reset(rules.size());
        shadowFired.reset(rules.size());
        rules.evaluate(transaction, vector, stale, fired, shadowFired);
        verdict.weigh(fired, models.score(vector, bundle.bands().base()));
        margin = models.championPlace() < 0 ? Double.NaN : vector[models.championPlace()];
    }

    /** Those of its models that learn online. */
    public Learners learners() {
        return models.learners();
    }

    /** What it would have decided. */
    public Action action() {
        return verdict.action();
    }

    /** Its score, 0 .. 999. */
    public int score() {
        return verdict.score();
    }

    /** Margin of its champion model; NaN without one. */
    public double margin() {
        return margin;
    }

    /** The score before the rules: the champion model's calibrated margin, or the base. */
    public int modelScore() {
        return models.score(vector, bundle.bands().base());
    }

    /** Bit i: its rule i fired. */
    public BitVector rulesFired() {
        return fired;
    }

    /** Values of its features, then the outputs of its models; not to be changed. */
    public double[] vector() {
        return vector;
    }
}
