package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.StateHash;
import org.agrona.DirectBuffer;

/**
 * Events that change how the engine works, or ask for its state: policies, exchange rates, state
 * hashes. One thread.
 */
final class ControlHandler {
    private static final int GREATEST_SCALE = 12;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ExchangeRateDecoder rate = new ExchangeRateDecoder();
    private final PolicyActivationDecoder activation = new PolicyActivationDecoder();
    private final StateHash hash = new StateHash();
    private final EngineState state;
    private final PolicySource policies;
    private final FeatureStoreFactory stores;
    private final FeatureHistory history;
    private final PreparedActivations prepared;

    ControlHandler(EngineState state, EngineContext context, PreparedActivations prepared) {
        this.state = state;
        this.prepared = prepared;
        policies = context.policies();
        stores = context.stores();
        history = context.history();
    }

    void onExchangeRate(DirectBuffer buffer, int offset, int length, EventResult result) {
        rate.wrapAndApplyHeader(buffer, offset, header);
        int idLength = rate.eventIdLength();
        int idOffset = rate.limit() + ExchangeRateDecoder.eventIdHeaderLength();
        if (rate.rate() <= 0
                || rate.scale() > GREATEST_SCALE
                || rate.fromCurrency() == rate.toCurrency()) {
            state.refuse(result, RejectCode.INVALID_FIELD);
        } else if (admit(buffer, offset, length, idOffset, idLength, rate.tenantId(), result)) {
            state.beginMutation();
            state.makeTenant(rate.tenantId())
                    .rates
                    .put(rate.fromCurrency(), rate.toCurrency(), rate.rate(), rate.scale());
            finish(result);
        }
    }

    void onPolicyActivation(DirectBuffer buffer, int offset, int length, EventResult result) {
        activation.wrapAndApplyHeader(buffer, offset, header);
        int idLength = activation.eventIdLength();
        int idOffset = activation.limit() + PolicyActivationDecoder.eventIdHeaderLength();
        if (!admit(buffer, offset, length, idOffset, idLength, activation.tenantId(), result)) {
            return;
        }
        state.beginMutation();
        PolicyBundle bundle =
                policies.find(
                        activation.bundleHash().word0(),
                        activation.bundleHash().word1(),
                        activation.bundleHash().word2(),
                        activation.bundleHash().word3());
        activate(activation.tenantId(), bundle);
        state.learnersChanged();
        finish(result);
    }

    private void activate(int tenantId, PolicyBundle bundle) {
        long sequence = state.sequence();
        PreparedActivations.Activation ready = prepared.take(tenantId, bundle.hash());
        PreparedPolicy policy =
                ready == null
                        ? PreparedPolicy.compile(bundle, tenantId, state.hasher)
                        : ready.policy();
        FeatureStore before =
                state.makeTenant(tenantId)
                        .activate(
                                policy,
                                state.watermarkNs(),
                                () ->
                                        ready == null || ready.empty() == null
                                                ? stores.create(policy.plan().layouts())
                                                : ready.empty(),
                                () -> history.before(tenantId, bundle, sequence));
        if (before != null && ready != null) {
            prepared.retire(before);
        } else if (before != null) {
            before.close();
        }
    }

    void onStateHashRequest(EventResult result) {
        result.kind = EventResult.Kind.STATE_HASH;
        hash.reset();
        state.hashWindows(hash);
        result.hash[0] = hash.high();
        result.hash[1] = hash.low();
        hash.reset();
        state.hashLearners(hash);
        result.hash[2] = hash.high();
        result.hash[3] = hash.low();
        hash.reset();
        state.hashIds(hash);
        result.hash[4] = hash.high();
        result.hash[5] = hash.low();
    }

    private boolean admit(
            DirectBuffer buffer,
            int offset,
            int length,
            int idOffset,
            int idLength,
            int tenantId,
            EventResult result) {
        state.identity.ofMessage(
                buffer,
                offset,
                length,
                header.templateId(),
                MessageHeaderDecoder.ENCODED_LENGTH,
                idOffset,
                idLength,
                tenantId);
        return state.admit(result, false);
    }

    private void finish(EventResult result) {
        state.remember();
        state.acknowledge(result, EventStatus.APPLIED);
    }
}
