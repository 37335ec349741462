package dev.peregrine.latency.peers.flink;

import java.nio.ByteBuffer;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/**
 * All rows from one on: the only split that there is.
 *
 * @param next the first row that has not been read
 */
record RowSplit(int next) implements SourceSplit {
    @Override
    public String splitId() {
        return "rows";
    }

    /** Of splits, and of an enumerator's checkpoint: 1 when the split is assigned. */
    static final class Serializer implements SimpleVersionedSerializer<RowSplit> {
        @Override
        public int getVersion() {
            return 1;
        }

        @Override
        public byte[] serialize(RowSplit split) {
            return ByteBuffer.allocate(Integer.BYTES).putInt(split.next()).array();
        }

        @Override
        public RowSplit deserialize(int version, byte[] bytes) {
            return new RowSplit(ByteBuffer.wrap(bytes).getInt());
        }
    }
}
