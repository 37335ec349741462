package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.CustomerRing;
import dev.peregrine.latency.peers.PaymentRing;
import dev.peregrine.latency.peers.TerminalRing;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * Rings as state.
 *
 * @param <R> the ring
 */
abstract class RingSerializer<R extends PaymentRing> extends TypeSerializerSingleton<R> {
    private static final long serialVersionUID = 1;
    private static final int VARIABLE = -1;

    @Override
    public boolean isImmutableType() {
        return false;
    }

    @Override
    public R copy(R from, R reuse) {
        return copy(from);
    }

    @Override
    public int getLength() {
        return VARIABLE;
    }

    @Override
    public void serialize(R ring, DataOutputView out) throws IOException {
        ring.write(out);
    }

    @Override
    public R deserialize(DataInputView in) throws IOException {
        return deserialize(createInstance(), in);
    }

    @Override
    public R deserialize(R reuse, DataInputView in) throws IOException {
        reuse.read(in);
        return reuse;
    }

    @Override
    public void copy(DataInputView in, DataOutputView out) throws IOException {
        serialize(deserialize(in), out);
    }

    /** Of customers. */
    static final class OfCustomers extends RingSerializer<CustomerRing> {
        private static final long serialVersionUID = 1;

        @Override
        public CustomerRing createInstance() {
            return new CustomerRing();
        }

        @Override
        public CustomerRing copy(CustomerRing from) {
            return from.copy();
        }

        @Override
        public TypeSerializerSnapshot<CustomerRing> snapshotConfiguration() {
            return new CustomerSnapshot();
        }
    }

    /** Of terminals. */
    static final class OfTerminals extends RingSerializer<TerminalRing> {
        private static final long serialVersionUID = 1;

        @Override
        public TerminalRing createInstance() {
            return new TerminalRing();
        }

        @Override
        public TerminalRing copy(TerminalRing from) {
            return from.copy();
        }

        @Override
        public TypeSerializerSnapshot<TerminalRing> snapshotConfiguration() {
            return new TerminalSnapshot();
        }
    }

    /** Of the customers' serializer, in checkpoints. */
    public static final class CustomerSnapshot extends SimpleTypeSerializerSnapshot<CustomerRing> {
        /** As Flink wants it. */
        public CustomerSnapshot() {
            super(OfCustomers::new);
        }
    }

    /** Of the terminals' serializer, in checkpoints. */
    public static final class TerminalSnapshot extends SimpleTypeSerializerSnapshot<TerminalRing> {
        /** As Flink wants it. */
        public TerminalSnapshot() {
            super(OfTerminals::new);
        }
    }
}
