package dev.peregrine.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.CircuitBreaker;
import dev.peregrine.policy.CircuitBreaker.Band;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.ScoreBands;
import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyEncoder;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import dev.peregrine.scoring.engine.EventResult;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.util.List;
import java.util.Optional;
import org.agrona.DirectBuffer;
import org.junit.jupiter.api.Test;

class DecisionRatesTest {
    private static final long MINUTE_NS = 60_000_000_000L;
    private static final long START_NS = 1_700_000_000_000_000_000L;
    private static final CircuitBreaker BREAKER =
            new CircuitBreaker(10 * MINUTE_NS, 4, new Band(0, 0.5), new Band(0.1, 1));

    private final CountingEgress next = new CountingEgress();
    private final DecisionRates rates = new DecisionRates(next, List.of(3, 7));
    private final EventSlot slot = new EventSlot();

    @Test
    void shouldCountTheWatchedPolicyOfTheTenantOnly() {
        rates.watch(7, bundle(1));
        decide(7, 1, START_NS, Action.DECLINE);
        decide(7, 1, START_NS, Action.CHALLENGE);
        decide(7, 1, START_NS, Action.APPROVE);
        decide(7, 2, START_NS, Action.DECLINE);
        decide(3, 1, START_NS, Action.DECLINE);

        assertThat(rates.counts(7)).isEqualTo(new DecisionRates.Counts(3, 1, 1));
        assertThat(rates.counts(3)).isEqualTo(new DecisionRates.Counts(0, 0, 0));
        assertThat(next.results).isEqualTo(5);
        rates.watch(7, bundle(2));
        assertThat(rates.counts(7)).isEqualTo(new DecisionRates.Counts(0, 0, 0));
    }

    @Test
    void shouldForgetWhatLeavesTheWindow() {
        rates.watch(7, bundle(1));
        for (int minute = 0; minute < 25; minute++) {
            decide(7, 1, START_NS + minute * MINUTE_NS, Action.DECLINE);
            assertThat(rates.counts(7).declined()).isEqualTo(Math.min(10, minute + 1));
        }
        decide(7, 1, START_NS + 500 * MINUTE_NS, Action.APPROVE);
        assertThat(rates.counts(7)).isEqualTo(new DecisionRates.Counts(1, 0, 0));
    }

    @Test
    void shouldTripOutsideOfABandAndWithEnoughDecisionsOnly() {
        assertThat(tripped(3, 3, 0)).isEmpty();
        assertThat(tripped(10, 5, 1)).isEmpty();
        assertThat(tripped(10, 6, 1))
                .contains("declined 60.00 % of 10 payments within 10 min, outside 0.00 .. 50.00 %");
        assertThat(tripped(1000, 0, 99))
                .contains(
                        "challenged 9.90 % of 1,000 payments within 10 min, outside 10.00 .. 100.00 %");
    }

    private static Optional<String> tripped(long all, long declined, long challenged) {
        return CircuitBreakers.tripped(
                BREAKER, new DecisionRates.Counts(all, declined, challenged));
    }

    private void decide(int tenantId, int policy, long timeNs, Action action) {
        DecisionBodyEncoder body = new DecisionBodyEncoder();
        body.wrapAndApplyHeader(slot.result.body, 0, new MessageHeaderEncoder());
        body.tenantId(tenantId).action(action);
        body.policyHash().word0(hash(policy).word(0));
        slot.ingressTimeNs = timeNs;
        slot.result.kind = EventResult.Kind.DECISION;
        rates.onResult(slot);
    }

    private static PolicyBundle bundle(int number) {
        return new PolicyBundleBuilder(
                        "p",
                        number,
                        hash(number),
                        978,
                        new FeatureSet(0, List.of(), List.of()),
                        new ScoreBands(0, 1, 2, 3))
                .circuitBreaker(Optional.of(BREAKER))
                .build();
    }

    private static BundleHash hash(int number) {
        byte[] bytes = new byte[32];
        bytes[7] = (byte) number;
        return new BundleHash(bytes);
    }

    private static final class CountingEgress implements Egress {
        private int results;

        @Override
        public void onResult(EventSlot slot) {
            results++;
        }

        @Override
        public void onReplayedDecision(EventSlot slot, DirectBuffer body, int offset, int length) {
            throw new AssertionError();
        }

        @Override
        public void onDecisionUnavailable(EventSlot slot) {
            throw new AssertionError();
        }
    }
}
