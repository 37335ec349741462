package dev.peregrine.scoring.log;

import dev.peregrine.protocol.codec.Durability;
import org.agrona.DirectBuffer;

/**
 * An append-only sequence of records: the one source of order. The journal is one, the decision
 * records another.
 *
 * <p>A record is an SBE message (with its header) under an envelope of epoch, sequence and ingress
 * time. Positions grow with every record; they are the log's own, and only compared. Until {@link
 * #startAppending} the log can only be read; from then on one thread appends, and any thread may
 * ask for {@link #durablePosition}.
 */
public interface Log extends AutoCloseable {
    /** {@link #append}: no room just now, try again. */
    long BACK_PRESSURED = -1;

    /** Name for operators, such as {@code journal}. */
    String name();

    /** What {@link #durablePosition} promises. */
    Durability durability();

    /**
     * Reads records in order, from the first or from a position that a listener was given before.
     * Ends at the end of what was there at the time of the call, or when the listener says so.
     * Checks every envelope.
     *
     * @param fromPosition 0 for the beginning
     * @return the position after the last record read
     * @throws LogException when a record is damaged or missing
     */
    long read(long fromPosition, LogListener listener);

    /**
     * A position to read from that is not after the record of a sequence, and near it. Blocks.
     *
     * @return where the log begins when nothing nearer is known
     * @throws LogException when a record is damaged
     */
    long positionBefore(long sequence);

    /** Where the log begins; greater than 0 when what lay before was taken away. Does not block. */
    default long startPosition() {
        return 0;
    }

    /** Sequence of the last durable record; 0 when there is none. Blocks. */
    default long lastSequence() {
        long[] last = new long[1];
        read(
                positionBefore(Long.MAX_VALUE),
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    last[0] = sequence;
                    return true;
                });
        return last[0];
    }

    /** Opens the log's end for appending. Called once. */
    void startAppending();

    /**
     * Appends a record. One thread; does not block, does not allocate.
     *
     * @return the position after the record, or {@link #BACK_PRESSURED}
     * @throws LogException when the log has failed for good; the caller must stop acknowledging
     */
    long append(
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length);

    /**
     * Everything before this position is durable in the log's mode. Never goes back. Any thread;
     * does not block.
     *
     * @throws LogException when the log has failed for good
     */
    long durablePosition();

    /**
     * The same for people, of a log that has failed as well, as far as it is known.
     *
     * @throws LogException when it is not
     */
    default long lastDurablePosition() {
        return durablePosition();
    }

    /**
     * Makes what is durable survive a loss of power, whatever the log's mode. Blocks. Any thread.
     *
     * @throws LogException when the disk refuses
     */
    void force();

    @Override
    void close();
}
