package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.function.IntFunction;

/**
 * Keys of the store. Big-endian, so that RocksDB's order of bytes is that of the numbers; inverted
 * numbers put the newest first.
 *
 * <p>Of events: 8 bytes of sequence, 2 of tenant; the value is a {@link StoredEvent}. Of notes and
 * indexes, whose first 11 bytes are the prefix by which Bloom filters know a partition that has
 * nothing of it:
 *
 * <pre>
 *   space  tenant  word                             rest                             value
 *   1      2       8                                                                 bytes
 *   'E'    tenant  hash of the payment's event id   sequence                         StoredNote
 *   'C'    tenant  hash of the card token           ~ingress time, ~sequence         action
 *   'M'    tenant  hash of the merchant             ~ingress time, ~sequence         action
 *   'A'    tenant  action                           ~ingress time, ~sequence         action
 *   'T'    tenant  0                                ~ingress time, ~sequence         action
 * </pre>
 *
 * <p>Hashes are the first 8 bytes of SHA-256; readers compare the stored text. An instance belongs
 * to one thread and does not allocate for bytes; a key is valid until the next call of its method.
 */
final class EvidenceKeys {
    static final byte NOTES = 'E';
    static final byte BY_CARD = 'C';
    static final byte BY_MERCHANT = 'M';
    static final byte BY_ACTION = 'A';
    static final byte BY_TIME = 'T';

    static final int PREFIX_LENGTH = 11;

    private static final int EVENT_LENGTH = Long.BYTES + Short.BYTES;
    private static final int DIGEST_LENGTH = 32;

    private final ByteBuffer event;
    private final ByteBuffer note;
    private final ByteBuffer index;
    private final MessageDigest digest = sha256();
    private final byte[] digested = new byte[DIGEST_LENGTH];
    private final ByteBuffer digestedBytes = ByteBuffer.wrap(digested);

    private EvidenceKeys(IntFunction<ByteBuffer> buffers) {
        event = buffers.apply(EVENT_LENGTH);
        note = buffers.apply(PREFIX_LENGTH + Long.BYTES);
        index = buffers.apply(PREFIX_LENGTH + 2 * Long.BYTES);
    }

    /** Keys that have arrays. */
    static EvidenceKeys onHeap() {
        return new EvidenceKeys(ByteBuffer::allocate);
    }

    /** Keys outside the heap. */
    static EvidenceKeys direct() {
        return new EvidenceKeys(ByteBuffer::allocateDirect);
    }

    ByteBuffer event(int tenantId, long sequence) {
        return event.clear().putLong(sequence).putShort((short) tenantId).flip();
    }

    ByteBuffer note(int tenantId, long eventIdHash, long sequence) {
        return prefix(note, NOTES, tenantId, eventIdHash).putLong(sequence).flip();
    }

    ByteBuffer index(byte space, int tenantId, long word, long ingressTimeNs, long sequence) {
        return prefix(index, space, tenantId, word)
                .putLong(~ingressTimeNs)
                .putLong(~sequence)
                .flip();
    }

    /** Hash of a text in UTF-8. */
    long hash(byte[] text, int length) {
        digest.update(text, 0, length);
        try {
            digest.digest(digested, 0, DIGEST_LENGTH);
        } catch (DigestException e) {
            throw new IllegalStateException(e);
        }
        return digestedBytes.getLong(0);
    }

    long hash(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return hash(bytes, bytes.length);
    }

    static long noteSequence(byte[] key) {
        return ByteBuffer.wrap(key).getLong(PREFIX_LENGTH);
    }

    static long indexIngressTimeNs(byte[] key) {
        return ~ByteBuffer.wrap(key).getLong(PREFIX_LENGTH);
    }

    static long indexSequence(byte[] key) {
        return ~ByteBuffer.wrap(key).getLong(PREFIX_LENGTH + Long.BYTES);
    }

    /** The sequence in a key of a note or an index. */
    static long sequence(byte[] key) {
        return key[0] == NOTES ? noteSequence(key) : indexSequence(key);
    }

    private static ByteBuffer prefix(ByteBuffer key, byte space, int tenantId, long word) {
        return key.clear().put(space).putShort((short) tenantId).putLong(word);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
