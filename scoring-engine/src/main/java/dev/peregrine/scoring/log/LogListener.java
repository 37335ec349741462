package dev.peregrine.scoring.log;

import org.agrona.DirectBuffer;

/** Receives the records of a {@link Log} in order. */
@FunctionalInterface
public interface LogListener {
    /**
     * One record. The buffer is only valid during the call.
     *
     * @param endPosition position after the record
     * @param message SBE message with its header, at offset, of the given length in bytes
     * @return false to stop reading after this record
     */
    boolean onRecord(
            long endPosition,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length);
}
