package dev.peregrine.node.cli;

import dev.peregrine.scoring.features.EntityLegend;
import dev.peregrine.scoring.features.EntityPlan;
import dev.peregrine.state.EntityLayout;
import dev.peregrine.state.chronicle.EntityFootprint;
import dev.peregrine.state.history.HistoryFootprint;

/**
 * What an entity type of a policy costs in memory.
 *
 * @param legend what its numbers stand for
 * @param layout what is kept
 * @param footprint in bytes
 */
record EntityCost(EntityLegend legend, EntityLayout layout, EntityFootprint footprint) {
    private static final double NS_PER_SECOND = 1e9;
    private static final int GREATEST_RING_FACTOR = 2;
    private static final int LEAST_TABLE = 4;

    static EntityCost of(EntityPlan plan) {
        return new EntityCost(plan.legend(), plan.layout(), EntityFootprint.of(plan.layout()));
    }

    /**
     * Events kept at a steady rate, if each belongs to an entity of this type.
     *
     * @param rate events a second
     */
    long eventsKept(long rate) {
        double most = (double) layout.capacity() * layout.maxEvents();
        return (long) Math.min(rate * (layout.retentionNs() / NS_PER_SECOND), most);
    }

    /** Bytes of so many events. */
    long historyBytes(long events) {
        return events * footprint.history().eventBytes();
    }

    /** Bytes of so many events when every ring has just been doubled. */
    long greatestHistoryBytes(long events) {
        return GREATEST_RING_FACTOR * historyBytes(events);
    }

    /**
     * Bytes of the tables of distinct values when no event of an entity has the value of another,
     * and every table has just been doubled.
     */
    long greatestValueBytes(long events) {
        double bytes = 0;
        for (HistoryFootprint.Values values : footprint.history().values()) {
            double most = (double) layout.capacity() * Math.max(LEAST_TABLE, values.maxValues());
            double entries = Math.min((double) LEAST_TABLE * events, 8 * most / 3);
            bytes += Math.max(entries, 0) * values.entryBytes();
        }
        return (long) bytes;
    }
}
