package dev.peregrine.latency.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.testing.Allocations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(120)
class FeatureWorkloadTest {
    private static final int CARDS = 2_000;
    private static final int BATCH = 1_000;
    private static final double SKEW = 0.99;

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 200})
    void shouldTakeAsManyFeaturesAsAskedFor(int count) throws PolicyException {
        assertThat(ReferenceFeatures.of(count, CARDS).features())
                .hasSize(count)
                .extracting(FeatureSpec::name)
                .doesNotHaveDuplicates();
        assertThat(ReferenceFeatures.of(count, CARDS).features())
                .extracting(FeatureSpec::entity)
                .containsAll(
                        ReferenceFeatures.of(count, CARDS).entities().stream()
                                .map(entity -> entity.name())
                                .toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {10, 60, 200})
    void shouldHoldWhatItWasGiven(int count) throws PolicyException {
        try (FeatureWorkload workload = workload(count)) {
            CardIndex cards = new CardIndex(CARDS);
            workload.load(10 * BATCH, cards);

            assertThat(workload.events()).isEqualTo(10 * BATCH);
            assertThat(cards.size()).isEqualTo(workload.cards().size());
            assertThat(workload.footprint().historyBytes()).isGreaterThan(10 * BATCH * 100L);
            assertThat(workload.footprint().saturated()).isZero();
            assertThat(cards.meanEnds()).isBetween(1.0, 8.0);
        }
    }

    @Test
    void shouldGiveTheSameTrafficForTheSameSeed() throws PolicyException {
        try (FeatureWorkload one = workload(60);
                FeatureWorkload other = workload(60)) {
            one.prepare();
            other.prepare();

            assertThat(one.run()).isEqualTo(other.run());
        }
    }

    @Test
    void shouldEncodeWithoutAllocating() {
        CardTraffic traffic = new CardTraffic(CARDS, SKEW, BATCH, 1);

        assertThat(Allocations.least(200, traffic::prepare)).isZero();
    }

    private static FeatureWorkload workload(int features) throws PolicyException {
        return new FeatureWorkload(
                ReferenceFeatures.of(features, CARDS), new CardTraffic(CARDS, SKEW, BATCH, 1));
    }
}
