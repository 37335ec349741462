package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.OnlineModel;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.state.learner.WaitingPayments;

/** What a model takes in memory to be run. */
public final class ModelFootprint {
    private ModelFootprint() {}

    /**
     * Bytes of a tree model's flat layout; of a model that learns online, what the payments take
     * that wait for their labels when there is no room for more; 0 for the others, which are run as
     * they are.
     */
    public static long bytes(Model model) {
        if (model instanceof OnlineModel online) {
            return WaitingPayments.bytes(online.inputs().size(), online.learning().capacity());
        }
        return model instanceof TreeModel trees ? new TreeLayout(trees).bytes() : 0;
    }
}
