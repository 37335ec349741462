package dev.peregrine.replay.lane;

import dev.peregrine.policy.Challenger;
import dev.peregrine.policy.ChallengerFeatures;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.model.Learners;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.scoring.shadow.ShadowPolicy;

/** A challenger ready to be scored. One thread. */
final class Contender {
    private final Challenger challenger;
    private final ShadowPolicy policy;
    private final LaneLists lists;
    private final boolean needsAdded;

    Contender(PolicyBundle champion, Challenger challenger, ChallengerFeatures union) {
        this.challenger = challenger;
        int[] places = union.places(challenger.name());
        boolean added = false;
        for (int place : places) {
            added |= place < 0;
        }
        needsAdded = added || !challenger.policy().lists().isEmpty();
        lists = new LaneLists(champion, challenger.policy());
        policy = new ShadowPolicy(challenger.policy(), places, lists);
    }

    Challenger challenger() {
        return challenger;
    }

    ShadowPolicy policy() {
        return policy;
    }

    /** Whether it reads features or lists that the decision's record does not hold. */
    boolean needsSideEngine() {
        return needsAdded;
    }

    /** Its models that learn. */
    Learners learners() {
        return policy.learners();
    }

    void decide(LaneDecision decision, double[] added, RuleLists current) {
        lists.source(current);
        policy.decide(
                decision.transaction(),
                decision.features(),
                added,
                decision.isStale(challenger.policy().features().latenessNs()));
    }
}
