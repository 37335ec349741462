package dev.peregrine.node.runtime;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.scoring.engine.KeptState;
import java.nio.file.Path;

/** What becomes of the features' state when one bundle follows another. */
public final class FeatureStateChange {
    private FeatureStateChange() {}

    /**
     * Tells it in a few words. Reads files.
     *
     * @throws PolicyException when one of the bundles is not valid
     */
    public static String between(Path before, Path after) throws PolicyException {
        PolicyBundle old = PolicyLoader.load(before);
        PolicyBundle now = PolicyLoader.load(after);
        if (KeptState.difference(old, now).isEmpty()) {
            return "kept";
        }
        return now.features().addedStartWarm() ? "computed anew from the journal" : "starts empty";
    }
}
