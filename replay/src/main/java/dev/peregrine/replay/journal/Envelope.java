package dev.peregrine.replay.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * What precedes every SBE message on a log. Little-endian.
 *
 * <pre>
 *   0                   1                   2                   3
 *   0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *  +---------------------------------------------------------------+
 *  |  CRC32C of all that follows, message included                 |  0
 *  +-------------------------------+-------------------------------+
 *  |  envelope version             |  template id of the message   |  4
 *  +-------------------------------+-------------------------------+
 *  |  length of the message in bytes                               |  8
 *  +---------------------------------------------------------------+
 *  |  reserved, 0                                                  | 12
 *  +---------------------------------------------------------------+
 *  |  epoch                                                        | 16
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  sequence                                                     | 24
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  ingress time, nanoseconds since 1970                         | 32
 *  |                                                               |
 *  +---------------------------------------------------------------+
 *  |  message: SBE header, block, groups, data                    ...  40
 * </pre>
 *
 * <p>An instance belongs to one thread: it holds the state of a checksum. Nothing here allocates,
 * but for a view when the buffer behind a direct message is another one than before.
 */
public final class Envelope {
    /** Version that {@link #encode} writes, and the only one that {@link #check} takes. */
    public static final short VERSION = 1;

    public static final int CRC_OFFSET = 0;
    public static final int VERSION_OFFSET = 4;
    public static final int TEMPLATE_ID_OFFSET = 6;
    public static final int MESSAGE_LENGTH_OFFSET = 8;
    public static final int RESERVED_OFFSET = 12;
    public static final int EPOCH_OFFSET = 16;
    public static final int SEQUENCE_OFFSET = 24;
    public static final int INGRESS_TIME_OFFSET = 32;

    /** Bytes before the message. */
    public static final int LENGTH = 40;

    /** What can be wrong with a record. */
    public enum Fault {
        NONE("intact"),
        TOO_SHORT("record shorter than its envelope"),
        BAD_VERSION("unknown envelope version"),
        BAD_LENGTH("length of the message does not match the record"),
        BAD_CHECKSUM("checksum does not match");

        private final String text;

        Fault(String text) {
            this.text = text;
        }

        /** For messages to people. */
        public String text() {
            return text;
        }
    }

    private static final int CHECKED_OFFSET = VERSION_OFFSET;
    private static final int SBE_TEMPLATE_ID_OFFSET = 2;

    private final CRC32C crc = new CRC32C();
    private ByteBuffer viewed;
    private ByteBuffer view;

    /**
     * Writes the envelope of a message.
     *
     * @param header where, {@link #LENGTH} bytes at headerOffset
     * @param message SBE message with its header, at offset, of length bytes
     */
    public void encode(
            MutableDirectBuffer header,
            int headerOffset,
            long epoch,
            long sequence,
            long ingressTimeNs,
            DirectBuffer message,
            int offset,
            int length) {
        header.putShort(headerOffset + VERSION_OFFSET, VERSION, LITTLE_ENDIAN);
        header.putShort(
                headerOffset + TEMPLATE_ID_OFFSET,
                message.getShort(offset + SBE_TEMPLATE_ID_OFFSET, LITTLE_ENDIAN),
                LITTLE_ENDIAN);
        header.putInt(headerOffset + MESSAGE_LENGTH_OFFSET, length, LITTLE_ENDIAN);
        header.putInt(headerOffset + RESERVED_OFFSET, 0, LITTLE_ENDIAN);
        header.putLong(headerOffset + EPOCH_OFFSET, epoch, LITTLE_ENDIAN);
        header.putLong(headerOffset + SEQUENCE_OFFSET, sequence, LITTLE_ENDIAN);
        header.putLong(headerOffset + INGRESS_TIME_OFFSET, ingressTimeNs, LITTLE_ENDIAN);
        crc.reset();
        update(header, headerOffset + CHECKED_OFFSET, LENGTH - CHECKED_OFFSET);
        update(message, offset, length);
        header.putInt(headerOffset + CRC_OFFSET, (int) crc.getValue(), LITTLE_ENDIAN);
    }

    /**
     * Checks a record, envelope and message.
     *
     * @param record at offset, of length bytes, envelope included
     */
    public Fault check(DirectBuffer record, int offset, int length) {
        if (length < LENGTH) {
            return Fault.TOO_SHORT;
        }
        if (record.getShort(offset + VERSION_OFFSET, LITTLE_ENDIAN) != VERSION) {
            return Fault.BAD_VERSION;
        }
        if (messageLength(record, offset) != length - LENGTH) {
            return Fault.BAD_LENGTH;
        }
        return computeChecksum(record, offset, length) == checksum(record, offset)
                ? Fault.NONE
                : Fault.BAD_CHECKSUM;
    }

    /** Checksum as it should be, of a record of at least {@link #LENGTH} bytes. */
    public int computeChecksum(DirectBuffer record, int offset, int length) {
        crc.reset();
        update(record, offset + CHECKED_OFFSET, length - CHECKED_OFFSET);
        return (int) crc.getValue();
    }

    public static int checksum(DirectBuffer record, int offset) {
        return record.getInt(offset + CRC_OFFSET, LITTLE_ENDIAN);
    }

    public static int version(DirectBuffer record, int offset) {
        return record.getShort(offset + VERSION_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static int templateId(DirectBuffer record, int offset) {
        return record.getShort(offset + TEMPLATE_ID_OFFSET, LITTLE_ENDIAN) & 0xFFFF;
    }

    public static int messageLength(DirectBuffer record, int offset) {
        return record.getInt(offset + MESSAGE_LENGTH_OFFSET, LITTLE_ENDIAN);
    }

    public static long epoch(DirectBuffer record, int offset) {
        return record.getLong(offset + EPOCH_OFFSET, LITTLE_ENDIAN);
    }

    public static long sequence(DirectBuffer record, int offset) {
        return record.getLong(offset + SEQUENCE_OFFSET, LITTLE_ENDIAN);
    }

    public static long ingressTimeNs(DirectBuffer record, int offset) {
        return record.getLong(offset + INGRESS_TIME_OFFSET, LITTLE_ENDIAN);
    }

    @SuppressWarnings("ReferenceEquality")
    private void update(DirectBuffer buffer, int offset, int length) {
        int index = buffer.wrapAdjustment() + offset;
        byte[] array = buffer.byteArray();
        if (array != null) {
            crc.update(array, index, length);
            return;
        }
        ByteBuffer source = buffer.byteBuffer();
        if (source != viewed) {
            viewed = source;
            view = source.duplicate();
        }
        view.limit(index + length).position(index);
        crc.update(view);
    }
}
