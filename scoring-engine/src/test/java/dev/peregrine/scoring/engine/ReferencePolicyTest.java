package dev.peregrine.scoring.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.FeatureSet;
import dev.peregrine.policy.FeatureSpec;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyBundleBuilder;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.model.TreeModel;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import dev.peregrine.testing.Allocations;
import java.nio.file.Path;
import java.time.Duration;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bundle {@code policies/reference}: what the benchmarks say it is, and without garbage. */
@Timeout(180)
class ReferencePolicyTest {
    private static final int ROUNDS = 100;
    private static final int EVENTS = 10_000;
    private static final int CARDS = 5_000;
    private static final int CAPACITY = 100_000;
    private static final long GAP_NS = Duration.ofSeconds(40).toNanos();

    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final EventResult result = new EventResult();
    private final TransactionBuilder payment = new TransactionBuilder();
    private final byte[] id = new byte[12];
    private final byte[] key = new byte[10];
    private int sequence = 1;

    @Test
    void shouldBeAsLargeAsTheBenchmarksSay() throws PolicyException {
        PolicyBundle bundle = bundle();

        assertThat(bundle.features().entities()).hasSize(5);
        assertThat(bundle.features().features())
                .hasSize(60)
                .extracting(FeatureSpec::windowNs)
                .containsOnly(
                        Duration.ofMinutes(5).toNanos(),
                        Duration.ofHours(1).toNanos(),
                        Duration.ofHours(24).toNanos(),
                        Duration.ofDays(7).toNanos(),
                        Duration.ofDays(30).toNanos());
        assertThat(bundle.features().features().subList(0, 10))
                .extracting(FeatureSpec::entity)
                .containsAll(bundle.features().entities().stream().map(EntitySpec::name).toList());
        assertThat(bundle.rules()).hasSize(50);
        assertThat(bundle.models()).hasSize(1);
        assertThat(((TreeModel) bundle.models().get(0).model()).trees()).hasSize(100);
    }

    @Test
    void shouldNotAllocatePerEvent() throws PolicyException {
        PolicyBundle bundle = small(bundle());
        try (ScoringEngine engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> bundle)
                                .stores(ChronicleFeatureStoreFactory.inMemory())
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]))) {
            activate(engine, bundle);
            long least = Allocations.least(ROUNDS, () -> run(engine));
            assertThat(least).as("bytes for %d events", EVENTS).isZero();
        }
    }

    private void activate(ScoringEngine engine, PolicyBundle bundle) {
        int length =
                new ControlEventEncoder()
                        .policyActivation(
                                buffer,
                                0,
                                EngineDriver.TENANT,
                                "activation",
                                ActivationKind.ACTIVATE,
                                bundle.version(),
                                bundle.hash().toByteArray(),
                                "test");
        engine.onEvent(1, 1, EngineDriver.START_NS, buffer, 0, length, result);
    }

    private void run(ScoringEngine engine) {
        for (int i = 0; i < EVENTS; i++) {
            sequence++;
            long ingressNs = EngineDriver.START_NS + sequence * GAP_NS;
            int card = (int) (sequence * 31L % CARDS);
            long lateNs = sequence % 7 == 0 ? GAP_NS : 0;
            digits(sequence, id);
            payment.reset()
                    .tenantId(EngineDriver.TENANT)
                    .eventId(id, 0, id.length)
                    .eventTimeNs(ingressNs - lateNs)
                    .amount(1 + sequence % 1000, TestPolicies.EUR)
                    .merchantCountry((sequence & 1) == 0 ? "DE" : "FR")
                    .location(1_000_000 * (sequence % 50), 1_000_000 * (sequence % 30))
                    .ip(0, 0xFFFF_0A00_0000L + card % 200 * 256L + 1);
            key(KeyField.CARD, card);
            key(KeyField.MERCHANT, sequence % 250);
            key(KeyField.DEVICE, card / 2);
            int length = payment.encode(buffer, 0);
            engine.onEvent(1, sequence, ingressNs, buffer, 0, length, result);
            if (result.kind != EventResult.Kind.DECISION) {
                throw new AssertionError("no decision: " + result.kind);
            }
        }
    }

    private void key(KeyField field, int value) {
        digits(value, key);
        payment.key(field, key, 0, key.length);
    }

    private static void digits(int value, byte[] out) {
        int rest = value;
        for (int i = out.length - 1; i >= 0; i--) {
            out[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    private static PolicyBundle bundle() throws PolicyException {
        return PolicyLoader.load(
                Path.of(System.getProperty("peregrine.root"), "policies", "reference"));
    }

    /** The same for fewer entities. */
    private static PolicyBundle small(PolicyBundle bundle) {
        FeatureSet features = bundle.features();
        return PolicyBundleBuilder.from(bundle)
                .features(
                        new FeatureSet(
                                features.latenessNs(),
                                features.entities().stream()
                                        .map(
                                                e ->
                                                        new EntitySpec(
                                                                e.name(),
                                                                e.key(),
                                                                CAPACITY,
                                                                e.maxEvents(),
                                                                e.ttlNs(),
                                                                e.whenFull()))
                                        .toList(),
                                features.features()))
                .build();
    }
}
