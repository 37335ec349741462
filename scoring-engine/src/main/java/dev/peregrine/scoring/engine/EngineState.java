package dev.peregrine.scoring.engine;

import dev.peregrine.protocol.codec.EventStatus;
import dev.peregrine.protocol.codec.RejectCode;
import dev.peregrine.scoring.model.LearnerView;
import dev.peregrine.scoring.model.Learners;
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.KeyHasher;
import dev.peregrine.state.StateHash;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
import dev.peregrine.state.identity.IdentityTable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * What the handlers share: tenants, identities, the watermark, and the event in hand. One thread.
 */
final class EngineState implements AutoCloseable {
    private static final long NO_MORE_TENANTS = -1;

    final KeyHasher hasher;
    final EventIdentity identity;
    private final IdentityTable identities;
    private final Quarantine quarantine;
    private TenantState[] tenants = new TenantState[4];
    private long watermarkNs = Long.MIN_VALUE;
    private long epoch;
    private long sequence;
    private boolean mutating;
    private Learners[] learning = new Learners[0];

    EngineState(EngineContext context) {
        hasher = new KeyHasher(context.keySecret());
        identity = new EventIdentity(hasher);
        quarantine = context.quarantine();
        identities =
                new IdentityTable(
                        context.identityRetentionNs(),
                        context.identityCapacity(),
                        context.identitiesAtFirst());
    }

    void begin(long eventEpoch, long eventSequence, long ingressTimeNs) {
        epoch = eventEpoch;
        sequence = eventSequence;
        watermarkNs = Math.max(watermarkNs, ingressTimeNs);
        mutating = false;
    }

    long epoch() {
        return epoch;
    }

    long sequence() {
        return sequence;
    }

    long watermarkNs() {
        return watermarkNs;
    }

    /** From here on the event in hand changes state. */
    void beginMutation() {
        mutating = true;
    }

    boolean mutating() {
        return mutating;
    }

    /** Models learn from payments whose time to wait is over by now. */
    void mature() {
        mutating = true;
        for (Learners learners : learning) {
            learners.mature(watermarkNs);
        }
        mutating = false;
    }

    /** The models of a tenant may be others than before. */
    void learnersChanged() {
        learning =
                Arrays.stream(tenants)
                        .filter(tenant -> tenant != null && tenant.learns())
                        .map(TenantState::learners)
                        .toArray(Learners[]::new);
    }

    /** The tenant's state, or null before its first activation or rate. */
    TenantState tenant(int tenantId) {
        return tenantId < tenants.length ? tenants[tenantId] : null;
    }

    /** Ids of the tenants of which something is known, in ascending order. */
    IntStream tenantIds() {
        return IntStream.range(0, tenants.length).filter(id -> tenants[id] != null);
    }

    /** The tenant's state, made if need be. */
    TenantState makeTenant(int tenantId) {
        if (tenantId >= tenants.length) {
            tenants = Arrays.copyOf(tenants, Math.max(tenantId + 1, 2 * tenants.length));
        }
        if (tenants[tenantId] == null) {
            tenants[tenantId] = new TenantState(tenantId, hasher);
        }
        return tenants[tenantId];
    }

    /**
     * Checks the identity in {@link #identity}: answers duplicates and conflicts, and refuses what
     * is quarantined, and a new id when there is no room.
     *
     * @param decision the event wants a decision
     * @return true when the event is new and may go on
     */
    boolean admit(EventResult result, boolean decision) {
        if (quarantine.holds(sequence, identity.idHigh(), identity.idLow())) {
            refuse(result, RejectCode.QUARANTINED);
            return false;
        }
        long entry = identities.find(identity.idHigh(), identity.idLow(), watermarkNs);
        if (entry == IdentityTable.NOT_FOUND) {
            if (identities.hasRoom(watermarkNs)) {
                return true;
            }
            refuse(result, RejectCode.CAPACITY);
            return false;
        }
        if (identities.contentHash(entry) != identity.contentHash()) {
            refuse(result, RejectCode.CONFLICT);
            return false;
        }
        acknowledge(result, EventStatus.DUPLICATE);
        if (decision) {
            result.kind = EventResult.Kind.DUPLICATE_DECISION;
        }
        result.originalEpoch = identities.epoch(entry);
        result.originalSequence = identities.sequence(entry);
        return false;
    }

    Quarantine.Entry eventInHand() {
        return new Quarantine.Entry(sequence, identity.idHigh(), identity.idLow());
    }

    /** Remembers the identity in {@link #identity} as that of the event in hand. */
    void remember() {
        identities.put(
                identity.idHigh(),
                identity.idLow(),
                identity.contentHash(),
                epoch,
                sequence,
                watermarkNs);
    }

    void acknowledge(EventResult result, EventStatus status) {
        result.kind = EventResult.Kind.ACK;
        result.status = status;
        result.originalEpoch = epoch;
        result.originalSequence = sequence;
    }

    void refuse(EventResult result, RejectCode code) {
        result.kind = EventResult.Kind.REFUSED;
        result.rejectCode = code;
    }

    void save(StateSink sink) {
        sink.putLong(watermarkNs);
        identities.save(sink);
        for (TenantState tenant : tenants) {
            if (tenant != null) {
                sink.putLong(tenant.tenantId);
                tenant.save(watermarkNs, sink);
            }
        }
        sink.putLong(NO_MORE_TENANTS);
        for (TenantState tenant : tenants) {
            if (tenant != null && tenant.learns()) {
                tenant.learners().save(sink);
            }
        }
    }

    void load(StateSource source, PolicySource policies, FeatureStoreFactory stores) {
        watermarkNs = source.getLong();
        identities.load(source);
        long tenantId = source.getLong();
        while (tenantId != NO_MORE_TENANTS) {
            makeTenant(Math.toIntExact(tenantId))
                    .load(source, watermarkNs, policies, stores, hasher);
            tenantId = source.getLong();
        }
        for (TenantState tenant : tenants) {
            if (tenant != null && tenant.learns()) {
                tenant.learners().load(source);
            }
        }
        learnersChanged();
    }

    void visitStores(EntityStoreVisitor visitor) {
        for (TenantState tenant : tenants) {
            if (tenant != null && tenant.store() != null) {
                for (int e = 0; e < tenant.store().entityTypes(); e++) {
                    visitor.onStore(tenant.tenantId, tenant.store().entity(e));
                }
            }
        }
    }

    void hashWindows(StateHash hash) {
        for (TenantState tenant : tenants) {
            if (tenant != null) {
                tenant.hash(watermarkNs, hash);
            }
        }
    }

    void hashLearners(StateHash hash) {
        for (TenantState tenant : tenants) {
            if (tenant != null && tenant.learns()) {
                tenant.learners().hash(tenant.tenantId, hash);
            }
        }
    }

    void visitLearners(LearnerView.Visitor visitor) {
        for (TenantState tenant : tenants) {
            if (tenant != null && tenant.learns()) {
                tenant.learners().visit(tenant.tenantId, visitor);
            }
        }
    }

    void hashIds(StateHash hash) {
        identities.hash(watermarkNs, hash);
    }

    @Override
    public void close() {
        for (TenantState tenant : tenants) {
            if (tenant != null) {
                tenant.close();
            }
        }
        identities.close();
    }
}
