package dev.peregrine.replay.backtest.report;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.replay.backtest.metrics.Observation;
import dev.peregrine.scoring.engine.BitVector;
import dev.peregrine.scoring.engine.EventResult;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * A decision body and what is written beside it, in reused buffers. The thread that decides copies
 * it, into as few cache lines as it takes, and the one that writes decodes it. One thread at a
 * time.
 */
public final class DecisionView {
    private static final int USUAL_LENGTH = 256;
    private static final int USUAL_REASONS_LENGTH = 128;
    private static final int MAX_REASONS_LENGTH = 64 * 1024;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionBodyDecoder decoder = new DecisionBodyDecoder();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);
    private final UnsafeBuffer body = new UnsafeBuffer(0, 0);

    final byte[] eventId = new byte[256];
    final double[] features;
    final Observation seen = new Observation();
    final BitVector fired = new BitVector();
    final BitVector shadowFired = new BitVector();
    double rank;
    byte[] reasons = new byte[USUAL_REASONS_LENGTH];
    int reasonsLength;
    int eventIdLength;
    private byte[] bytes = new byte[USUAL_LENGTH];
    private int bodyLength;
    private int firedSize;
    private int shadowFiredSize;
    private boolean decoded;
    private Action action;
    private int score;
    private long eventTimeNs;

    /**
     * @param features how many features are kept with it
     */
    DecisionView(int features) {
        this.features = new double[features];
    }

    /** Copies the decision of a result, so that it can be decoded later, elsewhere. */
    public void wrap(EventResult result) {
        BitVector rules = result.rulesFired;
        BitVector shadow = result.shadowFired;
        int shadowAt = result.bodyLength + rules.byteLength();
        int length = shadowAt + shadow.byteLength();
        if (length > bytes.length) {
            bytes = new byte[2 * length];
        }
        bodyLength = result.bodyLength;
        result.body.getBytes(0, bytes, 0, bodyLength);
        firedSize = rules.size();
        rules.copyTo(bytes, bodyLength);
        shadowFiredSize = shadow.size();
        shadow.copyTo(bytes, shadowAt);
        System.arraycopy(result.features, 0, features, 0, features.length);
        score = decoder.wrapAndApplyHeader(result.body, 0, header).score();
        decoded = false;
    }

    /** Reads what was copied; once. The other fields and methods but {@link #score} need it. */
    void decode() {
        if (decoded) {
            return;
        }
        decoded = true;
        body.wrap(bytes, 0, bodyLength);
        decoder.wrapAndApplyHeader(body, 0, header);
        action = decoder.action();
        eventTimeNs = decoder.eventTimeNs();
        reasonsLength = 0;
        for (DecisionBodyDecoder.ReasonsDecoder reason : decoder.reasons()) {
            reason.wrapCode(text);
            reason.skipSource();
            reason.skipText();
            addReason();
        }
        eventIdLength = decoder.getEventId(eventId, 0, eventId.length);
        fired.copyFrom(firedSize, bytes, bodyLength);
        shadowFired.copyFrom(shadowFiredSize, bytes, bodyLength + fired.byteLength());
    }

    /** What was decided. */
    public Action action() {
        decode();
        return action;
    }

    public int score() {
        return score;
    }

    long eventTimeNs() {
        return eventTimeNs;
    }

    /** Rules that fired. */
    public BitVector fired() {
        decode();
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
