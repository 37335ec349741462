package dev.peregrine.scoring.pipeline;

import dev.peregrine.scoring.engine.EntityStoreVisitor;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * How full the entity stores are, and how far models have learned. Written by the score stage,
 * which looks after every batch and within a long one every {@value #EVENTS_BETWEEN} events; read
 * by any thread, number by number.
 *
 * <p>Does not allocate unless a policy changes what is kept.
 */
public final class StateMetrics {
    private static final int EVENTS_BETWEEN = 256;

    private final EntityStoreVisitor visitor = this::onStore;
    private volatile EntityType[] types = new EntityType[0];
    private final LearnerMetrics learners = new LearnerMetrics();
    private int visited;
    private int events;

    /** The numbers of one entity type of one tenant. */
    public static final class EntityType {
        private static final int ENTITIES = 0;
        private static final int DROPPED = 1;
        private static final int EVICTED = 2;
        private static final int SATURATED = 3;
        private static final int HISTORY_BYTES = 4;

        private final AtomicLongArray numbers = new AtomicLongArray(5);
        private final EntityLayout layout;
        private final int tenantId;

        private EntityType(int tenantId, EntityLayout layout) {
            this.tenantId = tenantId;
            this.layout = layout;
        }

        public int tenantId() {
            return tenantId;
        }

        /** Name in the policy. */
        public String name() {
            return layout.name();
        }

        /** Entities held. */
        public long entities() {
            return numbers.get(ENTITIES);
        }

        /** Greatest number of entities. */
        public long capacity() {
            return layout.capacity();
        }

        /** Entities that went because their windows were all empty, since the store was made. */
        public long dropped() {
            return numbers.get(DROPPED);
        }

        /** Entities that went, with what they remembered, since the store was made. */
        public long evicted() {
            return numbers.get(EVICTED);
        }

        /** Entities held that have lost events to max_events. */
        public long saturated() {
            return numbers.get(SATURATED);
        }

        /** Bytes of the blocks that hold events and tables of values. */
        public long historyBytes() {
            return numbers.get(HISTORY_BYTES);
        }

        private void set(EntityStore store) {
            numbers.lazySet(ENTITIES, store.size());
            numbers.lazySet(DROPPED, store.droppedEntities());
            numbers.lazySet(EVICTED, store.evictedEntities());
            numbers.lazySet(SATURATED, store.saturatedEntities());
            numbers.lazySet(HISTORY_BYTES, store.historyBytes());
        }
    }

    /** Every entity type of every tenant's active policy. */
    public List<EntityType> entityTypes() {
        return List.of(types);
    }

    /** How far the models have come that learn online. */
    public LearnerMetrics learners() {
        return learners;
    }

    /** An event has been scored. */
    void onEvent(ScoringEngine engine, boolean endOfBatch) {
        if (endOfBatch || ++events >= EVENTS_BETWEEN) {
            update(engine);
        }
    }

    /** Looks at the stores; on the engine's thread. */
    void update(ScoringEngine engine) {
        events = 0;
        visited = 0;
        engine.visitStores(visitor);
        if (visited < types.length) {
            types = Arrays.copyOf(types, visited);
        }
        learners.update(engine);
    }

    private void onStore(int tenantId, EntityStore store) {
        EntityType[] known = types;
        if (visited == known.length
                || !known[visited].layout.equals(store.layout())
                || known[visited].tenantId != tenantId) {
            EntityType[] changed = Arrays.copyOf(known, Math.max(visited + 1, known.length));
            changed[visited] = new EntityType(tenantId, store.layout());
            changed[visited].set(store);
            types = changed;
        } else {
            known[visited].set(store);
        }
        visited++;
    }
}
