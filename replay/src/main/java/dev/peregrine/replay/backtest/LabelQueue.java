package dev.peregrine.replay.backtest;

import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.replay.backtest.checkpoint.StateValues;
import dev.peregrine.state.StateSink;
import dev.peregrine.state.StateSource;
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
    private static final String SOURCE = "file";

    private record Pending(long timeNs, long sequence, UnsafeBuffer message)
            implements Comparable<Pending> {
        @Override
        public int compareTo(Pending other) {
            int byTime = Long.compare(timeNs, other.timeNs);
            return byTime != 0 ? byTime : Long.compare(sequence, other.sequence);
        }
    }

    private final PriorityQueue<Pending> queue = new PriorityQueue<>();
    private final LabelBuilder builder = new LabelBuilder();
    private final UnsafeBuffer buffer = new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);

    /**
     * Queues the label of a fraudulent transaction. Its identity is {@code label:SEQUENCE}.
     *
     * @param timeNs when it becomes known
     * @param sequence the transaction's place in the order
     * @param message the transaction with its message header; copied
     */
    void add(long timeNs, long sequence, DirectBuffer message, int offset, int length) {
        int labelLength =
                builder.reset()
                        .kind(LabelKind.FRAUD)
                        .labelTimeNs(timeNs)
                        .eventId("label:" + sequence)
                        .source(SOURCE)
                        .original(message, offset, length)
                        .encode(buffer, 0);
        byte[] label = new byte[labelLength];
        buffer.getBytes(0, label);
        queue.add(new Pending(timeNs, sequence, new UnsafeBuffer(label)));
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

    /** Puts the labels into a checkpoint. */
    void save(StateSink sink) {
        sink.putLong(queue.size());
        for (Pending pending : queue) {
            sink.putLong(pending.timeNs);
            sink.putLong(pending.sequence);
            StateValues.putBytes(sink, pending.message.byteArray());
        }
    }

    /** Takes what {@link #save} put. */
    void load(StateSource source) {
        int size = StateValues.getInt(source);
        for (int i = 0; i < size; i++) {
            long timeNs = source.getLong();
            long sequence = source.getLong();
            byte[] message = StateValues.getBytes(source);
            queue.add(new Pending(timeNs, sequence, new UnsafeBuffer(message)));
        }
    }

    /** Labels that are not known yet. */
    int size() {
        return queue.size();
    }
}
