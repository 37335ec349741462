package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.latency.peers.RunInHand;
import dev.peregrine.latency.peers.Schedule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;

/**
 * Emits rows as they are due, and spins in the task's loop while none is: it always says that it
 * has more. One object is used for all rows.
 */
final class RowReader implements SourceReader<FeatureRow, RowSplit> {
    private static final int BATCH = 64;

    private final PaymentRows rows = RunInHand.get().rows();
    private final Schedule schedule = RunInHand.get().schedule();
    private final CompletableFuture<Void> assigned = new CompletableFuture<>();
    private final FeatureRow row = new FeatureRow();
    private int next = -1;
    private boolean begun;

    @Override
    public void start() {}

    @Override
    public InputStatus pollNext(ReaderOutput<FeatureRow> output) {
        if (next < 0) {
            return InputStatus.NOTHING_AVAILABLE;
        }
        if (!begun) {
            begun = true;
            schedule.begin();
        }
        for (int i = 0; i < BATCH; i++) {
            if (next == rows.size()) {
                return InputStatus.END_OF_INPUT;
            }
            if (!schedule.isDue(next)) {
                return InputStatus.MORE_AVAILABLE;
            }
            output.collect(row.set(rows, next));
            next++;
        }
        return InputStatus.MORE_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
        return assigned;
    }

    @Override
    public List<RowSplit> snapshotState(long checkpoint) {
        return next < 0 ? List.of() : List.of(new RowSplit(next));
    }

    @Override
    public void addSplits(List<RowSplit> splits) {
        next = splits.get(0).next();
        assigned.complete(null);
    }

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {}
}
