package dev.peregrine.scoring.engine;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.protocol.codec.EpochStartDecoder;
import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.ExchangeRateDecoder;
import dev.peregrine.protocol.codec.LabelDecoder;
import dev.peregrine.protocol.codec.ListUpdateDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.protocol.codec.OutcomeDecoder;
import dev.peregrine.protocol.codec.PolicyActivationDecoder;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.protocol.codec.ReversalDecoder;
import dev.peregrine.protocol.codec.StateHashRequestDecoder;
import dev.peregrine.protocol.codec.TickDecoder;
import dev.peregrine.protocol.codec.TransactionDecoder;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.scoring.rules.RuleLists;
import dev.peregrine.state.FeatureStore;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateMismatchException;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import java.util.Optional;
import org.agrona.DirectBuffer;

/**
 * The engine: a deterministic function from a sequence of events to decisions and state.
 *
 * <p>The same events with the same sequences and ingress times, under the same key secret, give the
 * same results and the same state hash, bit for bit, whoever calls: live pipeline, recovery,
 * verification or backtest.
 *
 * <p>An event is checked before its first effect. What fails before is refused, with a code, and
 * leaves the state as it was; what fails after raises {@link EngineHaltException}, after which the
 * engine must not be used.
 *
 * <p>One thread. Does not block; reads no clock; does not allocate per event, apart from policy
 * activations and changes of lists.
 */
public final class ScoringEngine implements AutoCloseable {
    /** Version of the rules of computation; part of the journal and of snapshots. */
    public static final int SEMANTICS_VERSION = 1;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final EngineState state;
    private final TransactionHandler transactions;
    private final CorrectionHandler corrections;
    private final ControlHandler control;
    private final ListHandler lists;
    private final PolicySource policies;
    private final FeatureStoreFactory stores;
    private final FeatureHistory history;
    private final PreparedActivations prepared = new PreparedActivations();
    private long lastSequence;
    private long lastEpoch;

    public ScoringEngine(EngineContext context) {
        state = new EngineState(context.conclude());
        policies = context.policies();
        stores = context.stores();
        history = context.history();
        transactions = new TransactionHandler(state);
        corrections = new CorrectionHandler(state);
        control = new ControlHandler(state, context, prepared);
        lists = new ListHandler(state);
    }

    /**
     * Processes one event.
     *
     * @param epoch run in which the event was sequenced
     * @param sequence place of the event in the order; greater than that of the event before
     * @param ingressTimeNs when the event was sequenced, epoch nanoseconds
     * @param buffer holds the event, an SBE message with its header, known to be well-formed
     * @param result receives what was made of it
     * @throws EngineHaltException when the state is no longer to be trusted
     */
    public void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result) {
        state.begin(epoch, sequence, ingressTimeNs);
        result.poison = null;
        lastSequence = sequence;
        lastEpoch = epoch;
        try {
            dispatch(buffer, offset, length, result);
        } catch (RuntimeException e) {
            if (state.mutating()) {
                throw new EngineHaltException(state.eventInHand(), e);
            }
            state.refuse(result, RejectCode.QUARANTINED);
            result.poison = e;
        }
    }

    /** Whom to let watch the phases of the work on transactions. Before the next event. */
    public void probe(EngineProbe probe) {
        transactions.probe(probe);
    }

    /** Sequence of the last event; 0 before the first. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Epoch of the last event; 0 before the first. */
    public long lastEpoch() {
        return lastEpoch;
    }

    /**
     * Greatest ingress time so far, epoch nanoseconds; {@link Long#MIN_VALUE} before the first
     * event.
     */
    public long watermarkNs() {
        return state.watermarkNs();
    }

    /** True when the tenant has an active policy. */
    public boolean hasPolicy(int tenantId) {
        TenantState tenant = state.tenant(tenantId);
        return tenant != null && tenant.policy() != null;
    }

    /** True when the policy of this hash is the tenant's active one. */
    public boolean isActive(int tenantId, BundleHash hash) {
        return hasPolicy(tenantId) && state.tenant(tenantId).policy().bundle().hash().equals(hash);
    }

    /**
     * Makes everything ready that the activation of a bundle needs, so that the engine's thread
     * need not compile, make stores, or read much of the journal. Called again, it brings what is
     * ready up to now. Blocks for as long as that takes. Not the engine's thread, which may process
     * events meanwhile, except activations of this tenant.
     *
     * @throws RuntimeException when the history of added features cannot be read
     */
    public void prepare(int tenantId, PolicyBundle bundle) {
        PreparedPolicy policy = PreparedPolicy.compile(bundle, tenantId, state.hasher);
        TenantState tenant = state.tenant(tenantId);
        FeatureStore empty = null;
        if (tenant == null || !tenant.keepsState(policy)) {
            if (tenant != null && tenant.startsWarm(bundle)) {
                history.prepare(tenantId, bundle);
            } else {
                empty = stores.create(policy.plan().layouts());
            }
        }
        prepared.put(tenantId, policy, empty);
    }

    /** Frees what prepared activations have replaced. Blocks. Any thread. */
    public void release() {
        prepared.release();
        history.release();
    }

    /**
     * Hands a tenant's feature store over to the caller, who closes it. The engine can do nothing
     * more for that tenant.
     *
     * @return null when the tenant has none
     */
    public FeatureStore detachStore(int tenantId) {
        TenantState tenant = state.tenant(tenantId);
        return tenant == null ? null : tenant.detachStore();
    }

    /** Ids of the tenants that have an active policy, in ascending order. */
    public int[] activeTenants() {
        return state.tenantIds().filter(this::hasPolicy).toArray();
    }

    /** The tenant's active policy and feature state; empty before its first activation. */
    public Optional<ActiveState> active(int tenantId) {
        return hasPolicy(tenantId)
                ? Optional.of(state.tenant(tenantId).active(state.watermarkNs()))
                : Optional.empty();
    }

    /**
     * The lists of the tenant's active policy, by their numbers in it, as of the last decision;
     * until the next activation. For the engine's thread.
     */
    public RuleLists lists(int tenantId) {
        return hasPolicy(tenantId) ? state.tenant(tenantId).lists : RuleLists.EMPTY;
    }

    /** Saves everything that later results depend on. The engine is as it was afterwards. */
    public void save(StateSink sink) {
        sink.putLong(lastSequence);
        sink.putLong(lastEpoch);
        state.save(sink);
    }

    /**
     * Loads what another engine saved, made with the same key secret and policies. This one must be
     * new.
     *
     * @throws StateMismatchException when it does not fit; the engine must then be closed
     */
    public void load(StateSource source) {
        lastSequence = source.getLong();
        lastEpoch = source.getLong();
        state.load(source, policies, stores);
    }

    /** Hashes the state as of the last event; walks through all of it. */
    public EngineHash hash() {
        return hash(null);
    }

    /**
     * The same, with pauses.
     *
     * @param pause run now and then, at least every few hundred microseconds; may throw, which ends
     *     it
     */
    public EngineHash hash(Runnable pause) {
        StateHash windows = new StateHash(pause);
        StateHash learner = new StateHash(pause);
        StateHash ids = new StateHash(pause);
        state.hashWindows(windows);
        state.hashLearners(learner);
        state.hashIds(ids);
        return new EngineHash(windows.toString(), learner.toString(), ids.toString());
    }

    /** Shows the visitor every entity store. Allocates nothing itself. */
    public void visitStores(EntityStoreVisitor visitor) {
        state.visitStores(visitor);
    }

    /** Shows the visitor every model that learns online. Allocates nothing itself. */
    public void visitLearners(LearnerView.Visitor visitor) {
        state.visitLearners(visitor);
    }

    @Override
    public void close() {
        prepared.close();
        state.close();
    }

    /**
     * Events that a backtest of the journal runs as well. What is learned depends on how many of
     * them there were, and on no others.
     *
     * @param template of a message
     */
    public static boolean isAboutPayments(int template) {
        return template == TransactionDecoder.TEMPLATE_ID
                || template == OutcomeDecoder.TEMPLATE_ID
                || template == LabelDecoder.TEMPLATE_ID
                || template == ReversalDecoder.TEMPLATE_ID;
    }

    private void dispatch(DirectBuffer buffer, int offset, int length, EventResult result) {
        int template = header.wrap(buffer, offset).templateId();
        if (isAboutPayments(template)) {
            state.mature();
        }
        switch (template) {
            case TransactionDecoder.TEMPLATE_ID ->
                    transactions.onTransaction(buffer, offset, result);
            case OutcomeDecoder.TEMPLATE_ID ->
                    corrections.onOutcome(buffer, offset, length, result);
            case LabelDecoder.TEMPLATE_ID -> corrections.onLabel(buffer, offset, length, result);
            case ReversalDecoder.TEMPLATE_ID ->
                    corrections.onReversal(buffer, offset, length, result);
            case ExchangeRateDecoder.TEMPLATE_ID ->
                    control.onExchangeRate(buffer, offset, length, result);
            case PolicyActivationDecoder.TEMPLATE_ID ->
                    control.onPolicyActivation(buffer, offset, length, result);
            case StateHashRequestDecoder.TEMPLATE_ID -> control.onStateHashRequest(result);
            case TickDecoder.TEMPLATE_ID, EpochStartDecoder.TEMPLATE_ID ->
                    state.acknowledge(result, EventStatus.APPLIED);
            case ListUpdateDecoder.TEMPLATE_ID ->
                    lists.onListUpdate(buffer, offset, length, result);
            default -> state.refuse(result, RejectCode.UNSUPPORTED_VERSION);
        }
    }
}
