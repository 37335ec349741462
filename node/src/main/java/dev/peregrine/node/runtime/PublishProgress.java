package dev.peregrine.node.runtime;

import dev.peregrine.scoring.log.Log;
import dev.peregrine.scoring.pipeline.DecisionLookup;
import dev.peregrine.scoring.pipeline.Egress;
import dev.peregrine.scoring.pipeline.EventSlot;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.DirectBuffer;

/**
 * How far the publish stage has come: which events have been answered, and where the last of their
 * records ends. It notes both with a store each, between the stage and what the stage calls; other
 * threads ask.
 */
final class PublishProgress {
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong recordsEnd = new AtomicLong();

    /** Notes the records that are told to a lookup, during recovery as well. */
    DecisionLookup watch(DecisionLookup lookup) {
        return new DecisionLookup() {
            @Override
            public boolean find(long sequence, BodyConsumer consumer) {
                return lookup.find(sequence, consumer);
            }

            @Override
            public void onRecorded(long sequence, long endPosition) {
                lookup.onRecorded(sequence, endPosition);
                recordsEnd.lazySet(endPosition);
            }
        };
    }

    /** Notes the events that are answered. */
    Egress watch(Egress egress) {
        return new Egress() {
            @Override
            public void onResult(EventSlot slot) {
                published.lazySet(slot.sequence);
                egress.onResult(slot);
            }

            @Override
            public void onReplayedDecision(
                    EventSlot slot, DirectBuffer body, int offset, int length) {
                published.lazySet(slot.sequence);
                egress.onReplayedDecision(slot, body, offset, length);
            }

            @Override
            public void onDecisionUnavailable(EventSlot slot) {
                published.lazySet(slot.sequence);
                egress.onDecisionUnavailable(slot);
            }
        };
    }

    /** Recovery has come to a sequence. Before the pipeline runs. */
    void recovered(long sequence) {
        published.set(sequence);
    }

    /** Sequence of the last event answered. Any thread. */
    long published() {
        return published.get();
    }

    /** Begins to look how far records are durable. Any thread. */
    Settled settled() {
        return new Settled();
    }

    /** How far records are durable, for one thread. */
    final class Settled {
        private long settled;
        private long nextSettled;
        private long nextRecordsEnd;

        private Settled() {}

        /**
         * Up to which sequence every event's record, if it has one, is durable.
         *
         * @param records log of decision records
         */
        long of(Log records) {
            long durable = records.durablePosition();
            if (durable >= nextRecordsEnd) {
                settled = nextSettled;
                nextSettled = published.get();
                nextRecordsEnd = recordsEnd.get();
                if (durable >= nextRecordsEnd) {
                    settled = nextSettled;
                }
            }
            return settled;
        }
    }
}
