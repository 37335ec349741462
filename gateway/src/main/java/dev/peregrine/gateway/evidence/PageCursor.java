package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/**
 * Where a page ended: the next one holds what is older. So a listing is not disturbed by decisions
 * that are made meanwhile.
 *
 * @param ingressTimeNs of the last decision looked at, epoch nanoseconds
 * @param sequence of the same
 */
public record PageCursor(long ingressTimeNs, long sequence) {
    private static final int LENGTH = 2 * Long.BYTES;

    /** For a URL. */
    public String text() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        ByteBuffer.allocate(LENGTH)
                                .putLong(ingressTimeNs)
                                .putLong(sequence)
                                .array());
    }

    /** What {@link #text} made; empty when it did not. */
    public static Optional<PageCursor> parse(String text) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.capacity() != LENGTH) {
                return Optional.empty();
            }
            PageCursor cursor = new PageCursor(bytes.getLong(), bytes.getLong());
            return cursor.ingressTimeNs < 0 || cursor.sequence < 0
                    ? Optional.empty()
                    : Optional.of(cursor);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
