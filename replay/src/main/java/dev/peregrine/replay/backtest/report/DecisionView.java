package dev.peregrine.replay.backtest.report;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.engine.EventResult;
import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A decision body, read once into reused buffers, and what is written beside it. One thread at a
 * time.
 */
public final class DecisionView {
    private static final int USUAL_REASONS_LENGTH = 128;
    private static final int MAX_REASONS_LENGTH = 64 * 1024;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionBodyDecoder decoder = new DecisionBodyDecoder();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    final byte[] eventId = new byte[256];
    final double[] features;
    final Observation seen = new Observation();
    final BitVector fired = new BitVector();
    final BitVector shadowFired = new BitVector();
    double rank;
    byte[] reasons = new byte[USUAL_REASONS_LENGTH];
    int reasonsLength;
    int eventIdLength;
    private Action action;
    private int score;
    private long eventTimeNs;

    /**
     * @param features how many features are kept with it
     */
    DecisionView(int features) {
        this.features = new double[features];
    }

    /** Reads the decision of a result. */
    public void wrap(EventResult result) {
        DirectBuffer body = result.body;
        decoder.wrapAndApplyHeader(body, 0, header);
        action = decoder.action();
        score = decoder.score();
        eventTimeNs = decoder.eventTimeNs();
        reasonsLength = 0;
        for (DecisionBodyDecoder.ReasonsDecoder reason : decoder.reasons()) {
            reason.wrapCode(text);
            reason.skipSource();
            reason.skipText();
            addReason();
        }
        eventIdLength = decoder.getEventId(eventId, 0, eventId.length);
        fired.copyFrom(result.rulesFired);
        shadowFired.copyFrom(result.shadowFired);
        System.arraycopy(result.features, 0, features, 0, features.length);
    }

    public Action action() {
        return action;
    }

    public int score() {
        return score;
    }

    public long eventTimeNs() {
        return eventTimeNs;
    }

    /** Rules that fired. */
    public BitVector fired() {
        return fired;
    }

    private void addReason() {
        int length = reasonsLength + 1 + text.capacity();
        if (length > MAX_REASONS_LENGTH) {
            return;
        }
        if (length > reasons.length) {
            reasons = Arrays.copyOf(reasons, 2 * length);
        }
        if (reasonsLength > 0) {
            reasons[reasonsLength++] = ';';
        }
        text.getBytes(0, reasons, reasonsLength, text.capacity());
        reasonsLength += text.capacity();
    }
}
