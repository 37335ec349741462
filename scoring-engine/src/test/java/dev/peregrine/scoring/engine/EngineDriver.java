package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.ActivationKind;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.ListMatch;
import dev.peregrine.protocol.codec.ListOperation;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.protocol.event.ControlEventEncoder;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.OutcomeBuilder;
import dev.peregrine.protocol.event.ReversalBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.heap.HeapFeatureStore;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An engine with hands: encodes events, gives them sequences and ingress times, shows results. */
final class EngineDriver implements AutoCloseable {
    static final int TENANT = 1;
    static final long START_NS = 1_750_000_000L * 1_000_000_000L;

    final EventResult result = new EventResult();
    long ingressNs = START_NS;
    long sequence;

    private final Map<Long, PolicyBundle> policies = new HashMap<>();
    private final MutableDirectBuffer buffer =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final MutableDirectBuffer original =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final ControlEventEncoder control = new ControlEventEncoder();
    private final ScoringEngine engine;

    EngineDriver() {
        this(HeapFeatureStore::new);
    }

    EngineDriver(FeatureStoreFactory stores) {
        engine =
                new ScoringEngine(
                        new EngineContext()
                                .policies((w0, w1, w2, w3) -> find(w0))
                                .stores(stores)
                                .identityCapacity(1 << 17)
                                .keySecret(new byte[EngineContext.KEY_SECRET_LENGTH]));
    }

    private PolicyBundle find(long word0) {
        return Optional.ofNullable(policies.get(word0))
                .orElseThrow(() -> new IllegalStateException("no such bundle"));
    }

    ScoringEngine engine() {
        return engine;
    }

    EngineDriver know(PolicyBundle bundle) {
        policies.put(bundle.hash().word(0), bundle);
        return this;
    }

    EventResult activate(PolicyBundle bundle, String eventId) {
        return apply(
                control.policyActivation(
                        buffer,
                        0,
                        TENANT,
                        eventId,
                        ActivationKind.ACTIVATE,
                        bundle.version(),
                        bundle.hash().toByteArray(),
                        "test"));
    }

    EngineDriver withPolicy() {
        PolicyBundle bundle = TestPolicies.everyAggregate(1, 10_000);
        know(bundle).activate(bundle, "activation-1");
        return this;
    }

    static TransactionBuilder payment(String eventId, long timeNs, long amountMinor) {
        return new TransactionBuilder()
                .tenantId(TENANT)
                .eventId(eventId)
                .eventTimeNs(timeNs)
                .amount(amountMinor, TestPolicies.EUR)
                .card("card-1")
                .merchant("merchant-1");
    }

    EventResult send(TransactionBuilder payment) {
        return apply(payment.encode(buffer, 0));
    }

    /** A payment whose attributes group claims more entries than the message has. */
    EventResult sendTorn(TransactionBuilder payment) {
        int length = payment.encode(buffer, 0);
        int group = MessageHeaderDecoder.ENCODED_LENGTH + TransactionDecoder.BLOCK_LENGTH;
        buffer.putShort(group + Short.BYTES, (short) 60_000, ByteOrder.LITTLE_ENDIAN);
        return apply(length);
    }

    EventResult label(
            TransactionBuilder payment, String eventId, LabelKind kind, long labelTimeNs) {
        int length = payment.encode(original, 0);
        return apply(
                new LabelBuilder()
                        .kind(kind)
                        .labelTimeNs(labelTimeNs)
                        .eventId(eventId)
                        .original(original, 0, length)
                        .encode(buffer, 0));
    }

    EventResult reverse(TransactionBuilder payment, String eventId, long amountMinor) {
        int length = payment.encode(original, 0);
        return apply(
                new ReversalBuilder()
                        .reversalTimeNs(ingressNs)
                        .amountMinor(amountMinor)
                        .eventId(eventId)
                        .original(original, 0, length)
                        .encode(buffer, 0));
    }

    EventResult outcome(TransactionBuilder payment, String eventId, String responseCode) {
        int length = payment.encode(original, 0);
        return apply(
                new OutcomeBuilder()
                        .outcomeTimeNs(ingressNs)
                        .responseCode(responseCode)
                        .eventId(eventId)
                        .original(original, 0, length)
                        .encode(buffer, 0));
    }

    EventResult rate(String eventId, int from, int to, long rate, int scale) {
        return apply(
                control.exchangeRate(buffer, 0, TENANT, eventId, ingressNs, from, to, rate, scale));
    }

    EventResult list(
            String eventId,
            ListOperation operation,
            ListMatch match,
            String list,
            String value,
            long expiresNs) {
        return apply(
                control.listUpdate(
                        buffer,
                        0,
                        TENANT,
                        eventId,
                        ingressNs,
                        operation,
                        match,
                        list,
                        value,
                        expiresNs,
                        "a reason"));
    }

    String stateHash() {
        apply(control.stateHashRequest(buffer, 0, 0, "hash"));
        return Arrays.toString(result.hash);
    }

    String windowsHash() {
        stateHash();
        return result.hash[0] + ":" + result.hash[1];
    }

    DecisionBodyDecoder decision() {
        DecisionBodyDecoder body = new DecisionBodyDecoder();
        body.wrapAndApplyHeader(result.body, 0, new MessageHeaderDecoder());
        return body;
    }

    double feature(int index) {
        return result.features[index];
    }

    EventResult apply(int length) {
        engine.onEvent(1, ++sequence, ingressNs, buffer, 0, length, result);
        return result;
    }

    @Override
    public void close() {
        engine.close();
    }
}
