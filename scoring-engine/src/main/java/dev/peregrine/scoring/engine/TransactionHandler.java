package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.Purpose;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.scoring.features.FeaturePlan;
import dev.peregrine.scoring.features.OutcomeView;
import dev.peregrine.scoring.features.TransactionView;
import org.agrona.DirectBuffer;

/** Transactions: identity, money, windows, features, models, rules, decision. One thread. */
final class TransactionHandler {
    /**
     * An event time this far after its ingress time is a broken clock, and would push every later
     * event into the past.
     */
    private static final long NONSENSE_EARLY_NS = 24L * 3_600_000_000_000L;

    private final TransactionView transaction = new TransactionView();
    private final OutcomeView unknown = new OutcomeView();
    private final EngineState state;
    private EngineProbe probe = EngineProbe.NONE;

    TransactionHandler(EngineState state) {
        this.state = state;
    }

    void probe(EngineProbe newProbe) {
        probe = newProbe;
    }

    void onTransaction(DirectBuffer buffer, int offset, EventResult result) {
        probe.begin(state.sequence());
        transaction.wrap(buffer, offset);
        TransactionDecoder fields = transaction.fields();
        int tenantId = fields.tenantId();
        TenantState tenant = state.tenant(tenantId);
        if (tenant == null || tenant.policy() == null) {
            state.refuse(result, RejectCode.NO_POLICY);
            return;
        }
        boolean decision = fields.purpose() == Purpose.AUTHORISATION;
        state.identity.ofTransaction(transaction, tenantId);
        if (!state.admit(result, decision)) {
            return;
        }
        probe.end(EnginePhase.IDENTITY);
        long timeNs = fields.eventTimeNs();
        long watermarkNs = state.watermarkNs();
        if (timeNs > watermarkNs + NONSENSE_EARLY_NS) {
            state.refuse(result, RejectCode.TOO_EARLY);
            return;
        }
        CompiledPolicy policy = tenant.policy();
        long amountBase =
                Money.toBase(
                        fields.amountMinor(),
                        fields.currency(),
                        policy.bundle(),
                        tenant.rates,
                        policy.plan().maxAmountMinor());
        if (amountBase < 0) {
            state.refuse(result, Money.reason(amountBase));
            return;
        }
        FeaturePlan plan = policy.plan();
        plan.locate(transaction);
        if (!plan.read(transaction, unknown, amountBase)) {
            state.refuse(result, RejectCode.INVALID_FIELD);
            return;
        }
        boolean kept = dropExpired(plan, timeNs, watermarkNs);
        if (!kept && plan.latenessNs() < watermarkNs - timeNs) {
            if (decision) {
                state.refuse(result, RejectCode.TOO_LATE);
                return;
            }
            state.beginMutation();
            state.remember();
            state.acknowledge(result, EventStatus.EXPIRED);
            return;
        }
        boolean stale = Math.abs(watermarkNs - timeNs) > plan.latenessNs();
        if (stale && tenant.holds(plan)) {
            answerForgotten(decision, result);
            return;
        }
        if (!plan.find(tenant.store(), watermarkNs)) {
            state.refuse(result, RejectCode.CAPACITY);
            return;
        }
        probe.end(EnginePhase.ENTITIES);

        state.beginMutation();
        plan.add(tenant.store(), watermarkNs);
        state.remember();
        probe.end(EnginePhase.WINDOWS);
        if (decision) {
            tenant.lists.asOf(watermarkNs);
            decide(policy, amountBase, stale, result);
            policy.models().learners().await(state.identity.idLow(), fields, watermarkNs);
        } else {
            state.acknowledge(result, EventStatus.APPLIED);
        }
    }

    /**
     * The event is still kept in a window but its id is no longer known: it has had its effect, and
     * what was answered cannot be told.
     */
    private void answerForgotten(boolean decision, EventResult result) {
        if (decision) {
            state.refuse(result, RejectCode.DECISION_UNAVAILABLE);
        } else {
            state.acknowledge(result, EventStatus.DUPLICATE);
        }
    }

    /** Takes out the entities for which the event is too old to be kept. True when one is left. */
    private static boolean dropExpired(FeaturePlan plan, long timeNs, long watermarkNs) {
        boolean kept = false;
        for (int e = 0; e < plan.entityTypes(); e++) {
            EntityPlan entity = plan.entity(e);
            if (timeNs <= watermarkNs - entity.layout().retentionNs()) {
                entity.absent();
            }
            kept |= entity.present();
        }
        return kept;
    }

    private void decide(CompiledPolicy policy, long amountBase, boolean stale, EventResult result) {
        result.kind = EventResult.Kind.DECISION;
        result.originalEpoch = state.epoch();
        result.originalSequence = state.sequence();
        result.ensureFeatures(policy.plan().size(), policy.models().size());
        policy.plan().evaluate(transaction, amountBase, result.features);
        probe.end(EnginePhase.FEATURES);
        policy.models().evaluate(transaction, result.features, stale);
        probe.end(EnginePhase.MODELS);
        result.rulesFired.reset(policy.rules().size());
        result.shadowFired.reset(policy.rules().size());
        policy.rules()
                .evaluate(
                        transaction, result.features, stale, result.rulesFired, result.shadowFired);
        probe.end(EnginePhase.RULES);
        policy.verdict()
                .weigh(
                        result.rulesFired,
                        policy.models().score(result.features, policy.bundle().bands().base()));
        boolean withModel =
                policy.verdict().action() != Action.APPROVE && policy.models().reasons().size() > 0;
        if (withModel) {
            policy.models().weighReasons(result.features);
        }
        policy.encoder()
                .encode(
                        transaction,
                        state.epoch(),
                        state.sequence(),
                        policy.verdict(),
                        result.rulesFired,
                        withModel,
                        result);
        probe.end(EnginePhase.DECISION);
    }
}
