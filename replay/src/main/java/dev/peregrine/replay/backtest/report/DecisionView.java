package dev.peregrine.replay.backtest.report;

import dev.peregrine.protocol.codec.Action;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.MessageHeaderDecoder;
import dev.peregrine.scoring.engine.EventResult;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** A decision body, read once into reused buffers. One thread. */
public final class DecisionView {
    private static final int REASONS_LENGTH = 64 * 1024;

    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final DecisionBodyDecoder decoder = new DecisionBodyDecoder();
    private final UnsafeBuffer text = new UnsafeBuffer(0, 0);

    final byte[] reasons = new byte[REASONS_LENGTH];
    final byte[] eventId = new byte[256];
    int reasonsLength;
    int eventIdLength;
    private Action action;
    private int score;
    private long eventTimeNs;

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
            if (reasonsLength + 1 + text.capacity() <= REASONS_LENGTH) {
                if (reasonsLength > 0) {
                    reasons[reasonsLength++] = ';';
                }
                text.getBytes(0, reasons, reasonsLength, text.capacity());
                reasonsLength += text.capacity();
            }
        }
        eventIdLength = decoder.getEventId(eventId, 0, eventId.length);
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
}
