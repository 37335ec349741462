package dev.peregrine.state.heap;

import dev.peregrine.state.LabelState;
import dev.peregrine.state.WindowValues;

/** One event of an entity. */
final class HeapEvent {
    final long timeNs;
    final long eventKey;
    long amountMinor;
    boolean reversed;
    LabelState label = LabelState.NONE;
    long labelTimeNs = WindowValues.NO_TIME;
    int outcomeCode;

    HeapEvent(long timeNs, long eventKey, long amountMinor) {
        this.timeNs = timeNs;
        this.eventKey = eventKey;
        this.amountMinor = amountMinor;
    }

    boolean isAfter(long otherTimeNs, long otherKey) {
        return timeNs > otherTimeNs || (timeNs == otherTimeNs && eventKey > otherKey);
    }
}
