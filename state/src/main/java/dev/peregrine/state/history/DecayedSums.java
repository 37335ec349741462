package dev.peregrine.state.history;

import dev.peregrine.state.DecaySpec;
import dev.peregrine.state.EntityEvent;
import dev.peregrine.state.EntityValues;
import dev.peregrine.state.LaneSpec;
import dev.peregrine.state.StateHash;
import java.util.List;
import org.agrona.UnsafeApi;

/**
 * Exponentially decayed sums: over the events i up to one of time t, {@code Σ x_i 2^-((t - t_i) /
 * half-life)}.
 *
 * <p>Each is the same chain of floating-point operations whatever the order of arrival: from event
 * to event, in order of (time, key), decay and add. An event in order adds a link; after a late
 * one, or a change of an earlier one, the chain is computed anew from what is remembered of the
 * events that are no longer in the ring.
 *
 * <pre>
 *   0        8        16       24       32
 *   +--------+--------+--------+--------+
 *   | sum    | time   | sum of | time   |   times: of the latest event in the sum,
 *   | double | of sum | gone   | of gone|   NO_TIME when there is none
 *   +--------+--------+--------+--------+
 * </pre>
 */
final class DecayedSums {
    private static final int SUM = 0;
    private static final int TIME = 8;
    private static final int GONE_SUM = 16;
    private static final int GONE_TIME = 24;
    static final int LENGTH = 32;
    private static final double LN_2 = 0.6931471805599453;

    private final DecaySpec[] specs;
    private final EventLayout events;
    private final EventRing ring;
    private final int stateOffset;

    DecayedSums(List<DecaySpec> specs, EventLayout events, EventRing ring, RecordLayout layout) {
        this.specs = specs.toArray(new DecaySpec[0]);
        this.events = events;
        this.ring = ring;
        stateOffset = layout.reserve(this.specs.length * LENGTH);
    }

    void initialise(long record) {
        for (int i = 0; i < specs.length; i++) {
            UnsafeApi.putLong(state(record, i) + TIME, EntityValues.NO_TIME);
            UnsafeApi.putLong(state(record, i) + GONE_TIME, EntityValues.NO_TIME);
        }
    }

    /** The event at the end of the ring is new: adds it, and reads the sums. */
    void append(long record, EntityValues out) {
        long event = ring.at(ring.end() - 1);
        for (int i = 0; i < specs.length; i++) {
            long state = state(record, i);
            link(i, state + SUM, state + TIME, event);
            out.decayed[i] = at(i, state + SUM, state + TIME, EventLayout.timeNs(event));
        }
    }

    /**
     * Events before the end of the ring are new or changed: computes the sums anew.
     *
     * @param own index of the event as of which the sums are read; with {@code out} null, none
     */
    void recompute(long record, int own, EntityValues out) {
        for (int i = 0; i < specs.length; i++) {
            long state = state(record, i);
            UnsafeApi.putLong(state + SUM, UnsafeApi.getLong(state + GONE_SUM));
            UnsafeApi.putLong(state + TIME, UnsafeApi.getLong(state + GONE_TIME));
            for (int index = ring.first(); index != ring.end(); index++) {
                long event = ring.at(index);
                link(i, state + SUM, state + TIME, event);
                if (index == own && out != null) {
                    out.decayed[i] = at(i, state + SUM, state + TIME, EventLayout.timeNs(event));
                }
            }
        }
    }

    /** Remembers the events before an index, about to be dropped. */
    void dropTo(long record, int newFirst) {
        for (int i = 0; i < specs.length; i++) {
            long state = state(record, i);
            for (int index = ring.first(); index != newFirst; index++) {
                link(i, state + GONE_SUM, state + GONE_TIME, ring.at(index));
            }
        }
    }

    /** Mixes the sums, as one item. */
    void hash(long record, StateHash hash) {
        if (specs.length > 0) {
            hash.word(RecordLayout.keyHigh(record)).word(RecordLayout.keyLow(record));
            for (int i = 0; i < specs.length; i++) {
                hash.word(UnsafeApi.getLong(state(record, i) + SUM));
                hash.word(UnsafeApi.getLong(state(record, i) + TIME));
            }
            hash.endItem();
        }
    }

    private void link(int i, long sum, long time, long event) {
        DecaySpec spec = specs[i];
        if (EventLayout.isReversed(event)
                || (spec.condition() != LaneSpec.ALL
                        && (events.conditions(event) & 1L << spec.condition()) == 0)) {
            return;
        }
        long value =
                spec.column() == DecaySpec.ONE
                        ? 1
                        : UnsafeApi.getLong(event + events.offset(spec.column()));
        if (value != EntityEvent.MISSING) {
            long timeNs = EventLayout.timeNs(event);
            UnsafeApi.putDouble(sum, at(i, sum, time, timeNs) + value);
            UnsafeApi.putLong(time, timeNs);
        }
    }

    private double at(int i, long sum, long time, long timeNs) {
        long sumNs = UnsafeApi.getLong(time);
        if (sumNs == EntityValues.NO_TIME) {
            return 0;
        }
        double halfLives = (timeNs - sumNs) / (double) specs[i].halfLifeNs();
        return UnsafeApi.getDouble(sum) * StrictMath.exp(-halfLives * LN_2);
    }

    private long state(long record, int i) {
        return record + stateOffset + (long) i * LENGTH;
    }

    /** What a sum holds, on a line, for people. */
    String dump(long record, int i) {
        long state = state(record, i);
        return UnsafeApi.getDouble(state + SUM)
                + " at "
                + EventLayout.instant(UnsafeApi.getLong(state + TIME));
    }
}
