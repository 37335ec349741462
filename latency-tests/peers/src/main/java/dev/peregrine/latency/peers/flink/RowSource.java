package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** The rows of the run in hand, by one reader, with its place in every checkpoint. */
final class RowSource implements Source<FeatureRow, RowSplit, RowSplit> {
    private static final long serialVersionUID = 1;

    @Override
    public Boundedness getBoundedness() {
        return Boundedness.BOUNDED;
    }

    @Override
    public SourceReader<FeatureRow, RowSplit> createReader(SourceReaderContext context) {
        return new RowReader();
    }

    @Override
    public SplitEnumerator<RowSplit, RowSplit> createEnumerator(
            SplitEnumeratorContext<RowSplit> context) {
        return new Enumerator(context, new RowSplit(0));
    }

    @Override
    public SplitEnumerator<RowSplit, RowSplit> restoreEnumerator(
            SplitEnumeratorContext<RowSplit> context, RowSplit left) {
        return new Enumerator(context, left);
    }

    @Override
    public SimpleVersionedSerializer<RowSplit> getSplitSerializer() {
        return new RowSplit.Serializer();
    }

    @Override
    public SimpleVersionedSerializer<RowSplit> getEnumeratorCheckpointSerializer() {
        return new RowSplit.Serializer();
    }

    /** Gives the split to the reader. */
    private static final class Enumerator implements SplitEnumerator<RowSplit, RowSplit> {
        private static final RowSplit NONE = new RowSplit(-1);

        private final SplitEnumeratorContext<RowSplit> context;
        private RowSplit left;

        Enumerator(SplitEnumeratorContext<RowSplit> context, RowSplit left) {
            this.context = context;
            this.left = left;
        }

        @Override
        public void start() {}

        @Override
        public void addReader(int subtask) {
            if (left.next() >= 0) {
                context.assignSplit(left, subtask);
                context.signalNoMoreSplits(subtask);
                left = NONE;
            }
        }

        @Override
        public void addSplitsBack(List<RowSplit> splits, int subtask) {
            left = splits.get(0);
        }

        @Override
        public void handleSplitRequest(int subtask, String host) {}

        @Override
        public RowSplit snapshotState(long checkpoint) {
            return left;
        }

        @Override
        public void close() {}
    }
}
