package dev.peregrine.node.process;

import dev.peregrine.client.AnswerHandler;
import dev.peregrine.protocol.codec.DecisionBodyDecoder;
import dev.peregrine.protocol.codec.DecisionReplyDecoder;
import dev.peregrine.protocol.codec.EventAckDecoder;
import dev.peregrine.protocol.codec.EventRejectedDecoder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Remembers every decision that was acknowledged, to the byte, and notices when a second answer
 * differs.
 */
final class AnswerBook {
    final Map<String, byte[]> bodies = new ConcurrentHashMap<>();
    final ConcurrentLinkedQueue<String> faults = new ConcurrentLinkedQueue<>();
    final AtomicLong answers = new AtomicLong();
    final AtomicLong replayed = new AtomicLong();

    /** Score of a payment that was decided. */
    int score(String eventId) {
        return new DecisionBodyDecoder()
                .wrap(
                        new UnsafeBuffer(bodies.get(eventId)),
                        0,
                        DecisionBodyDecoder.BLOCK_LENGTH,
                        DecisionBodyDecoder.SCHEMA_VERSION)
                .score();
    }

    AnswerHandler handler(String eventId) {
        return new AnswerHandler() {
            @Override
            public void onDecision(DecisionReplyDecoder envelope, DecisionBodyDecoder body) {
                byte[] bytes = new byte[body.sbeDecodedLength()];
                body.buffer().getBytes(body.offset(), bytes);
                byte[] before = bodies.putIfAbsent(eventId, bytes);
                if (before != null && !Arrays.equals(before, bytes)) {
                    HexFormat hex = HexFormat.of();
                    faults.add(
                            eventId
                                    + ": first "
                                    + hex.formatHex(before)
                                    + ", then "
                                    + hex.formatHex(bytes));
                }
                replayed.addAndGet(envelope.replayed());
                answers.incrementAndGet();
            }

            @Override
            public void onAck(EventAckDecoder ack) {
                answers.incrementAndGet();
            }

            @Override
            public void onRejected(EventRejectedDecoder rejected) {
                faults.add(eventId + ": refused with " + rejected.code());
                answers.incrementAndGet();
            }

            @Override
            public void onTimeout() {
                faults.add(eventId + ": no answer");
                answers.incrementAndGet();
            }
        };
    }
}
