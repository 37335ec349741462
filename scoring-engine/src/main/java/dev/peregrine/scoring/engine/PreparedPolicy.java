package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.CurrencyUnits;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.model.ModelSet;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.rules.Verdict;
import dev.peregrine.scoring.rules.compile.CompiledRules;
import dev.peregrine.state.KeyHasher;

/**
 * A bundle compiled for one tenant, except for what only the engine's thread can give: the lists.
 * Made on any thread, then the engine's.
 */
record PreparedPolicy(
        PolicyBundle bundle,
        FeaturePlan plan,
        ModelSet models,
        CompiledRules rules,
        Verdict verdict,
        DecisionEncoder encoder) {

    static PreparedPolicy compile(PolicyBundle bundle, int tenantId, KeyHasher hasher) {
        FeaturePlan plan =
                FeaturePlan.compile(
                        bundle.features(),
                        tenantId,
                        (double) CurrencyUnits.minorUnits(bundle.baseCurrency()),
                        hasher);
        CompiledRules rules = CompiledRules.of(bundle);
        ModelSet models = new ModelSet(bundle, rules.models());
        return new PreparedPolicy(
                bundle,
                plan,
                models,
                rules,
                new Verdict(bundle.rules(), bundle.bands()),
                new DecisionEncoder(bundle, models.reasons()));
    }

    /**
     * @param lists where the rules will look
     */
    CompiledPolicy bind(RuleLists lists) {
        return new CompiledPolicy(bundle, plan, models, rules.newRuleSet(lists), verdict, encoder);
    }
}
