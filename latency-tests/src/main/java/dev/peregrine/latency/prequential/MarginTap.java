package dev.peregrine.latency.prequential;

import dev.peregrine.replay.backtest.Engine;
import dev.peregrine.replay.backtest.EvaluationWindow;
import dev.peregrine.scoring.engine.EventResult;
import java.util.Arrays;
import org.agrona.DirectBuffer;

/**
 * An engine that notes what models say of the payments of a window, in their order. For files in
 * order of time: a payment's time is then its time of coming in. One thread.
 */
final class MarginTap implements Engine {
    private final Engine engine;
    private final EvaluationWindow window;
    private final int[] places;
    private double[] values = new double[1 << 16];
    private int size;

    /**
     * @param engine the engine itself
     * @param places of the outputs, in the vector of features and outputs
     */
    MarginTap(Engine engine, EvaluationWindow window, int[] places) {
        this.engine = engine;
        this.window = window;
        this.places = places.clone();
    }

    @Override
    public void onEvent(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer buffer,
            int offset,
            int length,
            EventResult result) {
        engine.onEvent(epoch, sequence, ingressTimeNs, buffer, offset, length, result);
        if (result.kind == EventResult.Kind.DECISION && window.contains(ingressTimeNs)) {
            if (size + places.length > values.length) {
                values = Arrays.copyOf(values, 2 * values.length);
            }
            for (int place : places) {
                values[size++] = result.features[place];
            }
        }
    }

    @Override
    public String limitReached() {
        return engine.limitReached();
    }

    /** What was said of a payment, by the order of the places. */
    double value(int payment, int place) {
        return values[payment * places.length + place];
    }

    /** Payments of the window so far. */
    int payments() {
        return size / places.length;
    }
}
