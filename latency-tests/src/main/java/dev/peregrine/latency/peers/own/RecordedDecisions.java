package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.peers.HandbookFeatures;
import dev.peregrine.latency.peers.ResultSink;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionRecordDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.ArchiveHostContext;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.ArchiveLogContext;
import dev.peregrine.replay.journal.DataDirectoryLock;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** The features in the decision records of a node that does not run any more. One thread. */
final class RecordedDecisions {
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionRecordDecoder decision = new DecisionRecordDecoder();
    private final DecisionBodyDecoder body = new DecisionBodyDecoder();
    private final UnsafeBuffer bytes = new UnsafeBuffer(0, 0);
    private final double[] features = new double[HandbookFeatures.COUNT];
    private final ResultSink sink;

    private RecordedDecisions(ResultSink sink) {
        this.sink = sink;
    }

    /** Hands all of them over. The event id of a decision is its row. */
    static void read(Path dataDirectory, ResultSink sink) {
        RecordedDecisions reader = new RecordedDecisions(sink);
        try (DataDirectoryLock lock = DataDirectoryLock.acquire(dataDirectory);
                ArchiveHost host =
                        ArchiveHost.launch(
                                new ArchiveHostContext()
                                        .directoryLock(lock)
                                        .failureHandler(
                                                (component, failure) -> {
                                                    throw new IllegalStateException(
                                                            component, failure);
                                                }));
                ArchiveLog records = ArchiveLog.open(ArchiveLogContext.records(host))) {
            lock.settle();
            records.read(
                    0,
                    (end, epoch, sequence, timeNs, message, offset, length) -> {
                        reader.onRecord(message, offset);
                        return true;
                    });
        }
    }

    private void onRecord(DirectBuffer message, int offset) {
        if (header.wrap(message, offset).templateId() != DecisionRecordDecoder.TEMPLATE_ID) {
            return;
        }
        decision.wrapAndApplyHeader(message, offset, header);
        decision.wrapFeatures(bytes);
        for (int i = 0; i < features.length; i++) {
            features[i] = bytes.getDouble(i * Double.BYTES, ByteOrder.LITTLE_ENDIAN);
        }
        decision.skipRulesFired();
        decision.skipShadowFired();
        decision.wrapBody(bytes);
        body.wrapAndApplyHeader(bytes, 0, header);
        for (DecisionBodyDecoder.ReasonsDecoder reason : body.reasons()) {
            reason.sbeSkip();
        }
        sink.computed(Integer.parseInt(body.eventId()), features);
    }
}
