package dev.peregrine.state.heap;

import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LabelState;
import dev.peregrine.state.LaneSpec;

/** One event of an entity. */
final class HeapEvent {
    final long timeNs;
    final long eventKey;
    final long[] columns;
    long amountMinor;
    long conditions;
    boolean reversed;
    LabelState label = LabelState.NONE;
    long labelTimeNs = EntityValues.NO_TIME;
    int outcomeCode;

    HeapEvent(EntityEvent event) {
        timeNs = event.timeNs;
        eventKey = event.eventKey;
        amountMinor = event.amountMinor;
        conditions = event.conditions;
        columns = event.columns.clone();
    }

    boolean isAfter(long otherTimeNs, long otherKey) {
        return timeNs > otherTimeNs || (timeNs == otherTimeNs && eventKey > otherKey);
    }

    boolean isFraud() {
        return label == LabelState.FRAUD;
    }

    /** The amount or a column. */
    long value(int column) {
        return column == LaneSpec.AMOUNT ? amountMinor : columns[column];
    }

    /** True when the event counts, meets a condition and has a value. */
    boolean counts(int condition, int column) {
        return !reversed
                && (condition == LaneSpec.ALL || (conditions & 1L << condition) != 0)
                && value(column) != EntityEvent.MISSING;
    }
}
