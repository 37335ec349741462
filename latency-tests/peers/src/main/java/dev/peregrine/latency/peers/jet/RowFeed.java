package dev.peregrine.latency.peers.jet;

import com.hazelcast.jet.pipeline.SourceBuilder.SourceBuffer;
import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.RunInHand;
import dev.peregrine.latency.peers.Schedule;

/** Gives the rows of the run in hand as they are due; spins while none is. One thread. */
final class RowFeed {
    private static final int BATCH = 256;

    private final PaymentRows rows = RunInHand.get().rows();
    private final Schedule schedule = RunInHand.get().schedule();
    private int next;

    void fill(SourceBuffer<FeatureRow> buffer) {
        if (next == 0) {
            schedule.begin();
        }
        schedule.await(next);
        for (int i = 0; i < BATCH && next < rows.size() && schedule.isDue(next); i++) {
            buffer.add(new FeatureRow().set(rows, next));
            next++;
        }
        if (next == rows.size()) {
            buffer.close();
        }
    }
}
