package dev.peregrine.scoring.engine;

import dev.peregrine.policy.Aggregate;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.FeatureSpecBuilder;
import dev.peregrine.policy.NumericField;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.policy.ValueField;
import dev.peregrine.policy.Window;
import dev.peregrine.protocol.KeyField;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Policies for tests, made without files. Rules come from the bundles under {@code policies}. */
final class TestPolicies {
    static final int EUR = 978;
    static final int USD = 840;
    static final long HOUR_NS = TimeUnit.HOURS.toNanos(1);
    static final long LATENESS_NS = TimeUnit.MINUTES.toNanos(10);

    private TestPolicies() {}

    /**
     * Every aggregate over cards and merchants; no rules: the score is 100 and the action approve.
     */
    static PolicyBundle everyAggregate(int version, int capacity) {
        List<EntitySpec> entities =
                List.of(
                        new EntitySpec("card", List.of(KeyField.CARD), capacity, 1000),
                        new EntitySpec("merchant", List.of(KeyField.MERCHANT), capacity, 100_000),
                        new EntitySpec(
                                "card_merchant",
                                List.of(KeyField.CARD, KeyField.MERCHANT),
                                capacity,
                                1000));
        List<FeatureSpec> features =
                List.of(
                        windowed("card_count_1h", Aggregate.COUNT, "card", HOUR_NS, 0),
                        windowed("card_sum_1h", Aggregate.SUM, "card", HOUR_NS, 0),
                        windowed("card_mean_24h", Aggregate.MEAN, "card", 24 * HOUR_NS, 0),
                        windowed(
                                "merchant_risk_24h",
                                Aggregate.LABEL_RATE,
                                "merchant",
                                24 * HOUR_NS,
                                HOUR_NS),
                        windowed("card_idle", Aggregate.TIME_SINCE_LAST, "card", 24 * HOUR_NS, 0),
                        windowed(
                                "new_merchant",
                                Aggregate.FIRST_TIME,
                                "card_merchant",
                                24 * HOUR_NS,
                                0),
                        direct("amount", Aggregate.VALUE, NumericField.AMOUNT, 0, 0),
                        direct("night", Aggregate.IN_RANGE, NumericField.HOUR, 0, 6));
        byte[] hash = new byte[32];
        hash[0] = (byte) version;
        return new PolicyBundle(
                "every-aggregate",
                version,
                new BundleHash(hash),
                EUR,
                PolicyBundle.MissingRate.REFUSE,
                new FeatureSet(LATENESS_NS, entities, features),
                List.of(),
                new ScoreBands(100, 300, 600, 900),
                Optional.empty());
    }

    private static FeatureSpec windowed(
            String name, Aggregate aggregate, String entity, long lengthNs, long delayNs) {
        return new FeatureSpecBuilder(name, aggregate)
                .over(entity, Window.sliding(lengthNs, delayNs))
                .build();
    }

    private static FeatureSpec direct(
            String name, Aggregate aggregate, NumericField field, double from, double to) {
        return new FeatureSpecBuilder(name, aggregate)
                .field(ValueField.of(field))
                .range(from, to)
                .build();
    }
}
