package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LabelState;
import org.agrona.DirectBuffer;

/**
 * Events that change what is known of an earlier transaction: outcomes, labels, reversals. Each
 * carries its transaction, so its entities are found without a look-up by event id. One thread.
 */
final class CorrectionHandler {
    /** An outcome that does not tell the issuer's response leaves what is known of it. */
    private static final int NO_RESPONSE = 0;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final OutcomeDecoder outcome = new OutcomeDecoder();
    private final LabelDecoder label = new LabelDecoder();
    private final ReversalDecoder reversal = new ReversalDecoder();
    private final TransactionView original = new TransactionView();
    private final OutcomeView told = new OutcomeView();
    private final EngineState state;
    private TenantState tenant;
    private FeaturePlan plan;
    private long eventKey;
    private boolean known;
    private boolean expired;
    private long labelTimeNs;

    CorrectionHandler(EngineState state) {
        this.state = state;
    }

    void onOutcome(DirectBuffer buffer, int offset, int length, EventResult result) {
        outcome.wrapAndApplyHeader(buffer, offset, header);
        int idLength = outcome.eventIdLength();
        int idOffset = outcome.limit() + OutcomeDecoder.eventIdHeaderLength();
        outcome.skipEventId();
        int originalOffset = outcome.limit() + OutcomeDecoder.originalHeaderLength();
        if (!locate(
                buffer,
                offset,
                length,
                idOffset,
                idLength,
                originalOffset,
                outcome.tenantId(),
                result)) {
            return;
        }
        told.set(outcome.responseCode(0), outcome.responseCode(1));
        int code = ((outcome.responseCode(0) & 0xFF) << 8) | (outcome.responseCode(1) & 0xFF);
        state.beginMutation();
        for (int e = 0; e < plan.entityTypes(); e++) {
            if (code != NO_RESPONSE && plan.entity(e).present()) {
                EntityStore entity = tenant.store().entity(e);
                entity.outcome(
                        plan.entity(e).key().high(),
                        plan.entity(e).key().low(),
                        timeNs(),
                        eventKey,
                        code,
                        plan.entity(e).conditions(original, told));
            }
        }
        finish(result, EventStatus.APPLIED);
    }

    void onLabel(DirectBuffer buffer, int offset, int length, EventResult result) {
        label.wrapAndApplyHeader(buffer, offset, header);
        int idLength = label.eventIdLength();
        int idOffset = label.limit() + LabelDecoder.eventIdHeaderLength();
        label.skipEventId();
        label.skipSource();
        int originalOffset = label.limit() + LabelDecoder.originalHeaderLength();
        if (!locate(
                buffer,
                offset,
                length,
                idOffset,
                idLength,
                originalOffset,
                label.tenantId(),
                result)) {
            if (expired) {
                learn(labelState());
            }
            return;
        }
        boolean superseded =
                labelTimeNs != EntityValues.NO_TIME && label.labelTimeNs() < labelTimeNs;
        LabelState kind = labelState();
        state.beginMutation();
        if (!superseded) {
            for (int e = 0; e < plan.entityTypes(); e++) {
                if (plan.entity(e).present()) {
                    EntityStore entity = tenant.store().entity(e);
                    entity.label(
                            plan.entity(e).key().high(),
                            plan.entity(e).key().low(),
                            timeNs(),
                            eventKey,
                            kind,
                            label.labelTimeNs());
                }
            }
            learn(kind);
        }
        finish(result, superseded ? EventStatus.SUPERSEDED : EventStatus.APPLIED);
    }

    private LabelState labelState() {
        return switch (label.kind()) {
            case FRAUD, CHARGEBACK -> LabelState.FRAUD;
            case LEGITIMATE -> LabelState.LEGITIMATE;
            case RETRACTION -> LabelState.NONE;
            case SBE_UNKNOWN, NULL_VAL -> throw new IllegalArgumentException("label kind");
        };
    }

    /** Models that learn online learn the label. A retraction takes nothing back. */
    private void learn(LabelState kind) {
        if (kind != LabelState.NONE && tenant.learns()) {
            long key =
                    state.identity.idLowOf(
                            original.buffer(),
                            original.eventIdOffset(),
                            original.eventIdLength(),
                            tenant.tenantId);
            tenant.learners().label(key, kind == LabelState.FRAUD);
        }
    }

    void onReversal(DirectBuffer buffer, int offset, int length, EventResult result) {
        reversal.wrapAndApplyHeader(buffer, offset, header);
        int idLength = reversal.eventIdLength();
        int idOffset = reversal.limit() + ReversalDecoder.eventIdHeaderLength();
        reversal.skipEventId();
        int originalOffset = reversal.limit() + ReversalDecoder.originalHeaderLength();
        if (!locate(
                buffer,
                offset,
                length,
                idOffset,
                idLength,
                originalOffset,
                reversal.tenantId(),
                result)) {
            return;
        }
        long amountBase = Long.MAX_VALUE;
        if (reversal.amountMinor() < original.fields().amountMinor()) {
            amountBase =
                    Money.toBase(
                            reversal.amountMinor(),
                            original.fields().currency(),
                            tenant.policy().bundle(),
                            tenant.rates,
                            ProtocolLimits.MAX_AMOUNT_MINOR);
            if (amountBase < 0) {
                state.refuse(result, Money.reason(amountBase));
                return;
            }
        }
        state.beginMutation();
        for (int e = 0; e < plan.entityTypes(); e++) {
            if (plan.entity(e).present()) {
                EntityStore entity = tenant.store().entity(e);
                entity.reverse(
                        plan.entity(e).key().high(),
                        plan.entity(e).key().low(),
                        timeNs(),
                        eventKey,
                        amountBase);
            }
        }
        finish(result, EventStatus.APPLIED);
    }

    /**
     * Checks identity and finds the transaction in its entities.
     *
     * @return true when the correction may have its effect; otherwise the result is filled
     */
    private boolean locate(
            DirectBuffer buffer,
            int offset,
            int length,
            int idOffset,
            int idLength,
            int originalOffset,
            int tenantId,
            EventResult result) {
        expired = false;
        tenant = state.tenant(tenantId);
        if (tenant == null || tenant.policy() == null) {
            state.refuse(result, RejectCode.NO_POLICY);
            return false;
        }
        state.identity.ofMessage(
                buffer,
                offset,
                length,
                header.templateId(),
                MessageHeaderDecoder.ENCODED_LENGTH,
                idOffset,
                idLength,
                tenantId);
        if (!state.admit(result, false)) {
            return false;
        }
        original.wrap(buffer, originalOffset);
        plan = tenant.policy().plan();
        plan.locate(original);
        eventKey = original.eventKey();
        find();
        if (known) {
            return true;
        }
        expired = isExpired();
        if (expired) {
            state.beginMutation();
            finish(result, EventStatus.EXPIRED);
        } else {
            state.refuse(result, RejectCode.UNKNOWN_TARGET);
        }
        return false;
    }

    private void find() {
        known = false;
        labelTimeNs = EntityValues.NO_TIME;
        for (int e = 0; e < plan.entityTypes(); e++) {
            if (plan.entity(e).present()) {
                EntityStore entity = tenant.store().entity(e);
                long high = plan.entity(e).key().high();
                long low = plan.entity(e).key().low();
                known |= entity.contains(high, low, timeNs(), eventKey);
                labelTimeNs =
                        Math.max(labelTimeNs, entity.labelTime(high, low, timeNs(), eventKey));
            }
        }
    }

    /** True when no entity type would still keep the transaction. */
    private boolean isExpired() {
        for (int e = 0; e < plan.entityTypes(); e++) {
            if (plan.entity(e).present()
                    && timeNs() > state.watermarkNs() - plan.entity(e).layout().retentionNs()) {
                return false;
            }
        }
        return true;
    }

    private void finish(EventResult result, EventStatus status) {
        state.remember();
        state.acknowledge(result, status);
    }

    private long timeNs() {
        return original.fields().eventTimeNs();
    }
}
