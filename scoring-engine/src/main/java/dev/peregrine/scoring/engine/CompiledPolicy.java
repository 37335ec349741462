package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.CurrencyUnits;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.model.ModelSet;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.RuleSet;
import dev.peregrine.scoring.rules.Verdict;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import dev.peregrine.state.KeyHasher;

/** A bundle in the form that the engine runs, for one tenant. */
record CompiledPolicy(
        PolicyBundle bundle,
        FeaturePlan plan,
        ModelSet models,
        RuleSet rules,
        Verdict verdict,
        DecisionEncoder encoder) {

    /**
     * @param lists where the rules will look
     */
    static CompiledPolicy compile(
            PolicyBundle bundle, int tenantId, KeyHasher hasher, RuleLists lists) {
        FeaturePlan plan =
                FeaturePlan.compile(
                        bundle.features(),
                        tenantId,
                        (double) CurrencyUnits.minorUnits(bundle.baseCurrency()),
                        hasher);
        CompiledRules rules = CompiledRules.of(bundle);
        return new CompiledPolicy(
                bundle,
                plan,
                new ModelSet(bundle, rules.models()),
                rules.newRuleSet(lists),
                new Verdict(bundle.rules(), bundle.bands()),
                new DecisionEncoder(bundle));
    }
}
