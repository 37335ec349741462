package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.model.ModelSet;
import dev.peregrine.scoring.rules.RuleSet;
import dev.peregrine.scoring.rules.Verdict;

/** A bundle in the form that the engine runs, for one tenant. */
record CompiledPolicy(
        PolicyBundle bundle,
        FeaturePlan plan,
        ModelSet models,
        RuleSet rules,
        Verdict verdict,
        DecisionEncoder encoder) {}
