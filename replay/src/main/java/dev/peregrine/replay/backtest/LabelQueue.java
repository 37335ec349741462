package dev.peregrine.replay.backtest;

import dev.peregrine.protocol.codec.LabelEncoder;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.codec.MessageHeaderEncoder;
import java.nio.charset.StandardCharsets;
import java.util.PriorityQueue;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Frauds that are not known yet: Label messages in order of (label time, sequence of the
 * transaction).
 *
 * <p>Only frauds are queued: a transaction without a label and one that is known to be good count
 * alike in label rates, so the file's good rows need no event. What is held is therefore bounded by
 * the frauds within the label delay, whatever the length of the file. One thread.
 */
final class LabelQueue {
    private static final byte[] SOURCE = "file".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_OVERHEAD = 256;

    private record Pending(long timeNs, long sequence, UnsafeBuffer message)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final int tenantId;
    private final long delayNs;
    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private final MessageHeaderEncoder header = new MessageHeaderEncoder();
    private final LabelEncoder encoder = new LabelEncoder();

    /**
     * @param delayNs how long after its event a fraud becomes known
     */
    LabelQueue(int tenantId, long delayNs) {
        this.tenantId = tenantId;
        this.delayNs = delayNs;
    }

    /**
     * Queues the label of a fraudulent transaction. Its identity is {@code label:SEQUENCE}.
     *
     * @param sequence the transaction's place in the order
     * @param message the transaction with its message header; copied
     */
    void add(long eventTimeNs, long sequence, DirectBuffer message, int offset, int length) {
        long timeNs = Math.addExact(eventTimeNs, delayNs);
        byte[] eventId = ("label:" + sequence).getBytes(StandardCharsets.US_ASCII);
        byte[] original = new byte[length];
        message.getBytes(offset, original);
        UnsafeBuffer buffer = new UnsafeBuffer(new byte[length + MAX_OVERHEAD]);
        encoder.wrapAndApplyHeader(buffer, 0, header)
                .tenantId(tenantId)
                .kind(LabelKind.FRAUD)
                .labelTimeNs(timeNs)
                .putEventId(eventId, 0, eventId.length)
                .putSource(SOURCE, 0, SOURCE.length)
                .putOriginal(original, 0, length);
        UnsafeBuffer label =
                new UnsafeBuffer(
                        buffer, 0, MessageHeaderEncoder.ENCODED_LENGTH + encoder.encodedLength());
        queue.add(new Pending(timeNs, sequence, label));
    }

    /** True when a label is known at that time. */
    boolean isDue(long timeNs) {
        return !queue.isEmpty() && queue.peek().timeNs <= timeNs;
    }

    /** Time of the first label. */
    long firstTimeNs() {
        return queue.element().timeNs;
    }

    /** Takes the first label's message. */
    DirectBuffer poll() {
        return queue.remove().message;
    }

    /** Labels that are not known yet. */
    int size() {
        return queue.size();
    }
}
