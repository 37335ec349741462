package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;

/**
 * Up to where the journal is in the store. Written with what it covers, in one batch.
 *
 * @param sequence last event in the store; 0 for none
 * @param ingressTimeNs of that event, epoch nanoseconds
 * @param checksum CRC32C of that event; {@link #UNKNOWN} when it is not known
 */
public record ResumePoint(long sequence, long ingressTimeNs, long checksum) {
    /** No checksum. */
    public static final long UNKNOWN = -1;

    /** Nothing is in the store. */
    public static final ResumePoint NOTHING = new ResumePoint(0, 0, UNKNOWN);

    byte[] encode() {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(sequence)
                .putLong(ingressTimeNs)
                .putLong(checksum)
                .array();
    }

    static ResumePoint decode(byte[] value) {
        ByteBuffer bytes = ByteBuffer.wrap(value);
        return new ResumePoint(bytes.getLong(), bytes.getLong(), bytes.getLong());
    }
}
