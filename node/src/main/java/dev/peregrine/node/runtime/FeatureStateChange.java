package dev.peregrine.node.runtime;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.protocol.CurrencyUnits;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.state.KeyHasher;
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
        boolean kept =
                old.baseCurrency() == now.baseCurrency()
                        && old.features().entities().equals(now.features().entities())
                        && plan(old).keepsTheSameAs(plan(now));
        if (kept) {
            return "kept";
        }
        return now.features().addedStartWarm() ? "computed anew from the journal" : "starts empty";
    }

    private static FeaturePlan plan(PolicyBundle bundle) {
        return FeaturePlan.compile(
                bundle.features(),
                1,
                (double) CurrencyUnits.minorUnits(bundle.baseCurrency()),
                new KeyHasher(new byte[KeyHasher.SECRET_LENGTH]));
    }
}
