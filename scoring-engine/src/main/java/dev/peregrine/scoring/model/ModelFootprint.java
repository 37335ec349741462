package dev.peregrine.scoring.model;

import dev.peregrine.policy.model.Model;
import dev.peregrine.policy.model.TreeModel;

/** What a model takes in memory to be run. */
public final class ModelFootprint {
    private ModelFootprint() {}

    /** Bytes of a tree model's flat layout; 0 for the others, which are run as they are. */
    public static long bytes(Model model) {
        return model instanceof TreeModel trees ? new TreeLayout(trees).bytes() : 0;
    }
}
