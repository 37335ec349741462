package dev.peregrine.latency.engine;

import dev.peregrine.latency.embedded.Installation;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.Window;
import java.util.ArrayList;
import java.util.List;

/** The features of {@code policies/reference}, fewer or more of them, for any number of cards. */
final class ReferenceFeatures {
    private static final int CARDS_OF_THE_BUNDLE = 1_000_000;
    private static final int LEAST_CAPACITY = 1_000;
    private static final int EIGHTHS = 8;

    private ReferenceFeatures() {}

    /**
     * The first {@code count} features. Beyond those of the bundle come the same ones over windows
     * of 7/8, 6/8, ... of the length, up to {@value #EIGHTHS} times as many.
     *
     * @param cards to which the entities' capacities are scaled
     */
    static FeatureSet of(int count, int cards) throws PolicyException {
        FeatureSet bundle = PolicyLoader.load(Installation.policy("reference")).features();
        List<FeatureSpec> features = new ArrayList<>();
        for (int i = 0; features.size() < count && i < EIGHTHS; i++) {
            for (FeatureSpec feature : bundle.features()) {
                if (features.size() < count) {
                    features.add(i == 0 ? feature : shortened(feature, i));
                }
            }
        }
        if (features.size() < count) {
            throw new IllegalArgumentException("at most " + features.size() + " features");
        }
        return new FeatureSet(
                bundle.latenessNs(),
                bundle.entities().stream().map(entity -> scaled(entity, cards)).toList(),
                features);
    }

    /** The whole bundle, its entities' capacities scaled to a number of cards. */
    static PolicyBundle bundle(int cards) throws PolicyException {
        PolicyBundle bundle = PolicyLoader.load(Installation.policy("reference"));
        return PolicyBundleBuilder.from(bundle)
                .features(of(bundle.features().features().size(), cards))
                .build();
    }

    private static EntitySpec scaled(EntitySpec entity, int cards) {
        long capacity = (long) entity.capacity() * cards / CARDS_OF_THE_BUNDLE;
        return new EntitySpec(
                entity.name(),
                entity.key(),
                (int) Math.max(LEAST_CAPACITY, capacity),
                entity.maxEvents(),
                entity.ttlNs(),
                entity.whenFull());
    }

    private static FeatureSpec shortened(FeatureSpec feature, int eighths) {
        long lengthNs = feature.windowNs() / EIGHTHS * (EIGHTHS - eighths);
        return new FeatureSpec(
                feature.name() + "_" + eighths,
                feature.aggregate(),
                feature.type(),
                feature.entity(),
                Window.sliding(lengthNs, feature.delayNs()),
                feature.where(),
                feature.of(),
                feature.majorUnits(),
                feature.field(),
                feature.from(),
                feature.to(),
                feature.halfLifeNs(),
                feature.maxDistinct(),
                feature.description());
    }
}
