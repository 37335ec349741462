package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.latency.peers.RunInHand;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/** Hands rows over as they come: after a failure, rows since the last checkpoint come again. */
final class ResultWriter implements Sink<FeatureRow> {
    private static final long serialVersionUID = 1;

    @Override
    public SinkWriter<FeatureRow> createWriter(WriterInitContext context) {
        ResultSink sink = RunInHand.get().sink();
        return new SinkWriter<>() {
            @Override
            public void write(FeatureRow row, Context unused) {
                sink.accept(row);
            }

            @Override
            public void flush(boolean endOfInput) {}

            @Override
            public void close() {}
        };
    }
}
