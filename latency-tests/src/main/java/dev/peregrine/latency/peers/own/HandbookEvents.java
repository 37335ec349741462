package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.peers.HandbookFeatures;
import dev.peregrine.latency.peers.PaymentRows;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.protocol.codec.LabelKind;
import dev.peregrine.protocol.event.LabelBuilder;
import dev.peregrine.protocol.event.TransactionBuilder;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Rows as the messages that a client sends, in order: each payment as a request for a decision, and
 * each fraud's label at the time when it becomes known, before payments of that time. Encoded
 * beforehand; one thread.
 */
final class HandbookEvents {
    /** What {@link #row} is of a label. */
    static final int LABEL = -1;

    static final int TENANT = 1;

    private static final int EUR = 978;
    private static final long SECOND_NS = 1_000_000_000;
    private static final int CHUNK = 1 << 26;

    private final TransactionBuilder transaction = new TransactionBuilder();
    private final LabelBuilder label = new LabelBuilder();
    private final UnsafeBuffer original =
            new UnsafeBuffer(new byte[ProtocolLimits.MAX_EVENT_LENGTH]);
    private final PaymentRows payments;
    private final int shiftSeconds;
    private final int[] rows;
    private final int[] at;
    private final int[] lengths;
    private final long[] seconds;
    private UnsafeBuffer[] chunks = new UnsafeBuffer[0];
    private int[] chunkOf;
    private int used = CHUNK;
    private int size;
    private double encodeNanos;

    /**
     * Encodes all.
     *
     * @param shiftSeconds added to every time; a whole number of weeks, which changes no feature
     */
    HandbookEvents(PaymentRows payments, int shiftSeconds) {
        this.payments = payments;
        this.shiftSeconds = shiftSeconds;
        int capacity = payments.size() + payments.frauds();
        rows = new int[capacity];
        at = new int[capacity];
        lengths = new int[capacity];
        seconds = new long[capacity];
        chunkOf = new int[capacity];
        long start = System.nanoTime();
        encode();
        encodeNanos = (System.nanoTime() - start) / (double) Math.max(1, size);
    }

    private void encode() {
        int labelled = 0;
        for (int row = 0; row < payments.size(); row++) {
            int now = payments.second(row);
            while (payments.second(labelled) + HandbookFeatures.LABEL_DELAY <= now) {
                if (payments.fraud(labelled) == 1) {
                    addLabel(labelled);
                }
                labelled++;
            }
            int length = encodeTransaction(row, room(), used);
            added(row, now, length);
        }
    }

    private void addLabel(int row) {
        int length = encodeTransaction(row, original, 0);
        int known = payments.second(row) + HandbookFeatures.LABEL_DELAY;
        length =
                label.reset()
                        .kind(LabelKind.FRAUD)
                        .labelTimeNs((known + (long) shiftSeconds) * SECOND_NS)
                        .eventId("label:" + row)
                        .source("file")
                        .original(original, 0, length)
                        .encode(room(), used);
        added(LABEL, known, length);
    }

    private int encodeTransaction(int row, UnsafeBuffer buffer, int offset) {
        return transaction
                .reset()
                .tenantId(TENANT)
                .eventId(Integer.toString(row))
                .eventTimeNs((payments.second(row) + (long) shiftSeconds) * SECOND_NS)
                .amount(payments.cents(row), EUR)
                .account(Integer.toString(payments.customer(row)))
                .terminal(Integer.toString(payments.terminal(row)))
                .encode(buffer, offset);
    }

    private UnsafeBuffer room() {
        if (CHUNK - used < ProtocolLimits.MAX_EVENT_LENGTH) {
            chunks = Arrays.copyOf(chunks, chunks.length + 1);
            chunks[chunks.length - 1] = new UnsafeBuffer(ByteBuffer.allocateDirect(CHUNK));
            used = 0;
        }
        return chunks[chunks.length - 1];
    }

    private void added(int row, int second, int length) {
        rows[size] = row;
        at[size] = used;
        lengths[size] = length;
        seconds[size] = second + (long) shiftSeconds;
        chunkOf[size] = chunks.length - 1;
        size++;
        used += length;
    }

    /** Events, labels included. */
    int size() {
        return size;
    }

    /** Row of an event, or {@link #LABEL}. */
    int row(int event) {
        return rows[event];
    }

    /** When an event happens, epoch nanoseconds; never before the event before. */
    long timeNs(int event) {
        return seconds[event] * SECOND_NS;
    }

    /** Holds an event's message, at {@link #offset}. */
    UnsafeBuffer buffer(int event) {
        return chunks[chunkOf[event]];
    }

    int offset(int event) {
        return at[event];
    }

    int length(int event) {
        return lengths[event];
    }

    /** What an event took to encode, in the mean, nanoseconds. */
    double encodeNanos() {
        return encodeNanos;
    }
}
