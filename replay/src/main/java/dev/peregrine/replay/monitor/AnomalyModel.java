package dev.peregrine.replay.monitor;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.replay.lane.LaneDecision;
import dev.peregrine.replay.lane.ShadowModel;
import java.util.HashMap;
import java.util.Map;

/**
 * An anomaly score that needs no labels, as a shadow model: a random cut forest for each tenant
 * over the features of its policy. It begins anew when the process starts, and when another policy
 * decides.
 */
public final class AnomalyModel implements ShadowModel {
    private final int trees;
    private final Map<Integer, Forest> forests = new HashMap<>();

    /** The forest of a tenant, and the policy whose features it has learned. */
    private record Forest(BundleHash policy, AnomalyForest forest) {}

    /**
     * @param trees of a forest; the more, the steadier and slower
     */
    public AnomalyModel(int trees) {
        this.trees = trees;
    }

    @Override
    public String name() {
        return "anomaly";
    }

    @Override
    public double score(LaneDecision decision) {
        if (decision.featureCount() == 0) {
            return Double.NaN;
        }
        Forest known = forests.get(decision.tenantId());
        BundleHash policy = decision.policy().hash();
        if (known == null || !known.policy().equals(policy)) {
            known =
                    new Forest(
                            policy,
                            new AnomalyForest(decision.featureCount(), trees, decision.tenantId()));
            forests.put(decision.tenantId(), known);
        }
        return known.forest().score(decision.features());
    }
}
