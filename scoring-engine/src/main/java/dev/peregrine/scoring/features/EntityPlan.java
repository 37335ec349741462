package dev.peregrine.scoring.features;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.EntityStore;
import dev.peregrine.state.EntityValues;

/**
 * One entity type of a policy: how a transaction finds its entity, what is kept with the event, and
 * where the windows' values come back. One thread.
 */
public final class EntityPlan {
    private final EntityLegend legend;
    private final EntityLayout layout;
    private final EntityKey key;
    private final Column.Reader[] columns;
    private final boolean[] summed;
    private final ConditionEvaluator[] conditions;
    private final long greatest;
    private final EntityEvent event;
    private final EntityValues values;
    private boolean present;
    private long found;

    EntityPlan(
            EntityLegend legend,
            EntityLayout layout,
            EntityKey key,
            Column.Reader[] columns,
            boolean[] summed,
            ConditionEvaluator[] conditions) {
        this.legend = legend;
        this.layout = layout;
        this.key = key;
        this.columns = columns;
        this.summed = summed;
        this.conditions = conditions;
        greatest = layout.maxAmountMinor();
        event = new EntityEvent(columns.length);
        values = new EntityValues(layout);
    }

    /** What the numbers in the layout stand for. */
    public EntityLegend legend() {
        return legend;
    }

    /** What the feature store keeps. */
    public EntityLayout layout() {
        return layout;
    }

    /** The key that {@link FeaturePlan#locate} found. */
    public EntityKey key() {
        return key;
    }

    /** True when the transaction last located belongs to an entity of this type. */
    public boolean present() {
        return present;
    }

    /** The entity's features are missing: the event is not kept with it. */
    public void absent() {
        present = false;
    }

    /** The event that {@link FeaturePlan#read} filled. */
    public EntityEvent event() {
        return event;
    }

    /** Where the store puts the windows' values. */
    public EntityValues values() {
        return values;
    }

    void locate(TransactionView transaction) {
        present = key.of(transaction);
    }

    /** Finds the entity in its store, if one is present. */
    void find(EntityStore store) {
        found = present ? store.find(key.high(), key.low()) : EntityStore.NOT_FOUND;
    }

    /**
     * Brings near what adding the event will read.
     *
     * @return false when the entity is new and its store has no room
     */
    boolean touch(EntityStore store, long watermarkNs) {
        if (found != EntityStore.NOT_FOUND) {
            store.touch(found, event);
            return true;
        }
        return !present || store.hasRoom(watermarkNs);
    }

    /** Adds the event to the entity found, or to a new one, and reads the windows. */
    void add(EntityStore store, long watermarkNs) {
        if (present) {
            store.add(found, key.high(), key.low(), event, watermarkNs, values);
        }
    }

    /** Fills the event; false when a number is too great to be summed. */
    boolean read(
            TransactionView transaction, OutcomeView outcome, long eventKey, long amountMinor) {
        event.timeNs = transaction.fields().eventTimeNs();
        event.eventKey = eventKey;
        event.amountMinor = amountMinor;
        event.conditions = conditions(transaction, outcome);
        boolean bounded = true;
        for (int i = 0; i < columns.length; i++) {
            long value = columns[i].read(transaction);
            event.columns[i] = value;
            bounded &= !summed[i] || value == EntityEvent.MISSING || Math.abs(value) <= greatest;
        }
        return bounded;
    }

    /** Which of the entity type's conditions a transaction meets, with what became of it. */
    public long conditions(TransactionView transaction, OutcomeView outcome) {
        long met = 0;
        for (int i = 0; i < conditions.length; i++) {
            if (conditions[i].test(transaction, outcome)) {
                met |= 1L << i;
            }
        }
        return met;
    }
}
