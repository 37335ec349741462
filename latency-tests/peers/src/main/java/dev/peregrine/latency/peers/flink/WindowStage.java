package dev.peregrine.latency.peers.flink;

import dev.peregrine.latency.peers.FeatureRow;
import dev.peregrine.latency.peers.PaymentRing;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * A key's windows: one ring as its only state.
 *
 * @param <R> the ring
 */
final class WindowStage<R extends PaymentRing>
        extends KeyedProcessFunction<Integer, FeatureRow, FeatureRow> {
    private static final long serialVersionUID = 1;

    private final RingSerializer<R> serializer;
    private final boolean objectsInState;
    private transient ValueState<R> state;

    /**
     * @param objectsInState whether the state backend keeps the object itself, so that a change of
     *     it need not be written back
     */
    WindowStage(RingSerializer<R> serializer, boolean objectsInState) {
        this.serializer = serializer;
        this.objectsInState = objectsInState;
    }

    @Override
    public void open(OpenContext context) {
        state = getRuntimeContext().getState(new ValueStateDescriptor<>("ring", serializer));
    }

    @Override
    public void processElement(FeatureRow row, Context context, Collector<FeatureRow> out)
            throws Exception {
        R ring = state.value();
        boolean made = ring == null;
        if (made) {
            ring = serializer.createInstance();
        }
        ring.add(row);
        if (made || !objectsInState) {
            state.update(ring);
        }
        out.collect(row);
    }
}
