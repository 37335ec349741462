package dev.peregrine.replay.journal;

import dev.peregrine.scoring.log.LogException;
import org.agrona.DirectBuffer;

/**
 * Checks the records of one reading, in order: envelope, checksum, sequence and epoch. One thread.
 */
final class RecordCheck {
    private final String logName;
    private final LogOrder order;
    private final Envelope envelope = new Envelope();
    private boolean first = true;
    private long epoch;
    private long sequence;

    RecordCheck(String logName, LogOrder order) {
        this.logName = logName;
        this.order = order;
    }

    /** Null when the record is as it must be, else what is wrong with it. */
    LogException check(DirectBuffer record, int offset, int length, long endPosition) {
        Envelope.Fault fault = envelope.check(record, offset, length);
        if (fault != Envelope.Fault.NONE) {
            return damaged(fault, record, offset, length, endPosition);
        }
        long nextSequence = Envelope.sequence(record, offset);
        long nextEpoch = Envelope.epoch(record, offset);
        if (!first && !order.follows(sequence, nextSequence)) {
            return failure(
                    endPosition,
                    "record out of order",
                    "sequence " + order.expectedAfter(sequence),
                    Long.toString(nextSequence));
        }
        if (!first && nextEpoch < epoch) {
            return failure(
                    endPosition,
                    "epoch goes back at sequence " + nextSequence,
                    epoch + " or more",
                    Long.toString(nextEpoch));
        }
        first = false;
        sequence = nextSequence;
        epoch = nextEpoch;
        return null;
    }

    private LogException damaged(
            Envelope.Fault fault, DirectBuffer record, int offset, int length, long endPosition) {
        return switch (fault) {
            case TOO_SHORT ->
                    failure(
                            endPosition,
                            fault.text(),
                            Envelope.LENGTH + " bytes or more",
                            Integer.toString(length));
            case BAD_VERSION ->
                    failure(
                            endPosition,
                            fault.text(),
                            Short.toString(Envelope.VERSION),
                            Integer.toString(Envelope.version(record, offset)));
            case BAD_LENGTH ->
                    failure(
                            endPosition,
                            fault.text(),
                            Integer.toString(length - Envelope.LENGTH),
                            Integer.toString(Envelope.messageLength(record, offset)));
            default ->
                    failure(
                            endPosition,
                            fault.text()
                                    + " at sequence "
                                    + Envelope.sequence(record, offset)
                                    + " as read",
                            hex(envelope.computeChecksum(record, offset, length)),
                            hex(Envelope.checksum(record, offset)));
        };
    }

    private LogException failure(long endPosition, String what, String expected, String found) {
        return new LogException(
                logName
                        + ": record that ends at position "
                        + endPosition
                        + ": "
                        + what
                        + ": expected "
                        + expected
                        + ", found "
                        + found);
    }

    private static String hex(int value) {
        return String.format("0x%08x", value);
    }
}
