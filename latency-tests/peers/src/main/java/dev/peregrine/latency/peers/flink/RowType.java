package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import java.io.IOException;
import org.apache.flink.api.common.serialization.SerializerConfig;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** {@link FeatureRow} for Flink, with a serializer of its own. */
final class RowType extends TypeInformation<FeatureRow> {
    private static final long serialVersionUID = 1;

    @Override
    public boolean isBasicType() {
        return false;
    }

    @Override
    public boolean isTupleType() {
        return false;
    }

    @Override
    public int getArity() {
        return 1;
    }

    @Override
    public int getTotalFields() {
        return 1;
    }

    @Override
    public Class<FeatureRow> getTypeClass() {
        return FeatureRow.class;
    }

    @Override
    public boolean isKeyType() {
        return false;
    }

    @Override
    public TypeSerializer<FeatureRow> createSerializer(SerializerConfig config) {
        return new Serializer();
    }

    @Override
    public String toString() {
        return "FeatureRow";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowType;
    }

    @Override
    public int hashCode() {
        return RowType.class.hashCode();
    }

    @Override
    public boolean canEqual(Object other) {
        return other instanceof RowType;
    }

    /**
     * Writes what a row has between its customer's windows and its terminal's: 60 bytes. The
     * terminal's are never sent on.
     */
    static final class Serializer extends TypeSerializerSingleton<FeatureRow> {
        private static final long serialVersionUID = 1;
        private static final int LENGTH = 9 * Integer.BYTES + 3 * Long.BYTES;

        @Override
        public boolean isImmutableType() {
            return false;
        }

        @Override
        public FeatureRow createInstance() {
            return new FeatureRow();
        }

        @Override
        public FeatureRow copy(FeatureRow from) {
            return copy(from, new FeatureRow());
        }

        @Override
        public FeatureRow copy(FeatureRow from, FeatureRow reuse) {
            reuse.copyFrom(from);
            return reuse;
        }

        @Override
        public int getLength() {
            return LENGTH;
        }

        @Override
        public void serialize(FeatureRow row, DataOutputView out) throws IOException {
            out.writeInt(row.index);
            out.writeInt(row.second);
            out.writeInt(row.customer);
            out.writeInt(row.terminal);
            out.writeInt(row.cents);
            out.writeInt(row.fraud);
            out.writeInt(row.customerCount1);
            out.writeInt(row.customerCount7);
            out.writeInt(row.customerCount30);
            out.writeLong(row.customerCents1);
            out.writeLong(row.customerCents7);
            out.writeLong(row.customerCents30);
        }

        @Override
        public FeatureRow deserialize(DataInputView in) throws IOException {
            return deserialize(new FeatureRow(), in);
        }

        @Override
        public FeatureRow deserialize(FeatureRow row, DataInputView in) throws IOException {
            row.index = in.readInt();
            row.second = in.readInt();
            row.customer = in.readInt();
            row.terminal = in.readInt();
            row.cents = in.readInt();
            row.fraud = in.readInt();
            row.customerCount1 = in.readInt();
            row.customerCount7 = in.readInt();
            row.customerCount30 = in.readInt();
            row.customerCents1 = in.readLong();
            row.customerCents7 = in.readLong();
            row.customerCents30 = in.readLong();
            return row;
        }

        @Override
        public void copy(DataInputView in, DataOutputView out) throws IOException {
            out.write(in, LENGTH);
        }

        @Override
        public TypeSerializerSnapshot<FeatureRow> snapshotConfiguration() {
            return new Snapshot();
        }
    }

    /** Of the serializer, in checkpoints. */
    public static final class Snapshot extends SimpleTypeSerializerSnapshot<FeatureRow> {
        /** As Flink wants it. */
        public Snapshot() {
            super(Serializer::new);
        }
    }
}
