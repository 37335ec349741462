package dev.peregrine.scoring.shadow;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.model.Calibration;
import dev.peregrine.policy.model.ModelSpec;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.scoring.model.ModelPlaces;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.RuleSet;
import dev.peregrine.scoring.rules.Verdict;
import dev.peregrine.scoring.rules.compile.CompiledRules;

/**
 * A policy that differs from a deciding one in its rules' parameters only: its rules and verdict
 * over the features and model outputs that the other has computed. One thread; allocates nothing
 * per payment.
 */
public final class RuleVariant {
    private final RuleSet rules;
    private final Verdict verdict;
    private final int base;
    private final Calibration calibration;
    private final int championPlace;
    private final BitVector fired = new BitVector();
    private final BitVector shadowFired = new BitVector();

    /**
     * Compiles the rules.
     *
     * @param bundle the deciding bundle, with other values of parameters
     * @param lists where its rules look
     */
    public RuleVariant(PolicyBundle bundle, RuleLists lists) {
        rules = CompiledRules.of(bundle).newRuleSet(lists);
        verdict = new Verdict(bundle.rules(), bundle.bands());
        base = bundle.bands().base();
        ModelSpec champion =
                bundle.models().stream()
                        .filter(model -> bundle.champion().filter(model.id()::equals).isPresent())
                        .findFirst()
                        .orElse(null);
        calibration = champion == null ? null : champion.calibration().orElseThrow();
        championPlace =
                champion == null
                        ? -1
                        : new ModelPlaces(bundle)
                                .of(champion.id(), champion.model().outputs().get(0));
    }

    /**
     * Decides on a payment.
     *
     * @param values features, then outputs of models, as the deciding policy has them
     * @param stale value of {@code tx.stale_time}
     */
    public void decide(TransactionView transaction, double[] values, boolean stale) {
        fired.reset(rules.size());
        shadowFired.reset(rules.size());
        rules.evaluate(transaction, values, stale, fired, shadowFired);
        verdict.weigh(fired, calibration == null ? base : calibration.score(values[championPlace]));
    }

    /** What it decides. */
    public Action action() {
        return verdict.action();
    }

    /** Its score, 0 .. 999. */
    public int score() {
        return verdict.score();
    }

    /** Bit i: its rule i fired. */
    public BitVector rulesFired() {
        return fired;
    }
}
