package dev.peregrine.gateway.evidence;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Keys of the store. Big-endian, so that RocksDB's order of bytes is that of the numbers; inverted
 * numbers put the newest first. The first 11 bytes are the prefix by which Bloom filters know a
 * partition that has nothing of it.
 *
 * <pre>
 *   space  tenant  word                             rest                             value
 *   1      2       8                                                                 bytes
 *   'D'    tenant  sequence                                                          StoredEvent
 *   'E'    tenant  hash of the payment's event id   sequence                         StoredNote
 *   'C'    tenant  hash of the card token           ~ingress time, ~sequence         action
 *   'M'    tenant  hash of the merchant             ~ingress time, ~sequence         action
 *   'A'    tenant  action                           ~ingress time, ~sequence         action
 *   'T'    tenant  0                                ~ingress time, ~sequence         action
 * </pre>
 *
 * <p>Hashes are the first 8 bytes of SHA-256; readers compare the stored text. An instance belongs
 * to one thread; the arrays that it gives are overwritten by the next call of the same method.
 */
final class EvidenceKeys {
    static final byte EVENTS = 'D';
    static final byte NOTES = 'E';
    static final byte BY_CARD = 'C';
    static final byte BY_MERCHANT = 'M';
    static final byte BY_ACTION = 'A';
    static final byte BY_TIME = 'T';

    static final int PREFIX_LENGTH = 11;
    static final int NOTE_LENGTH = PREFIX_LENGTH + Long.BYTES;
    static final int INDEX_LENGTH = PREFIX_LENGTH + 2 * Long.BYTES;

    private final ByteBuffer event = ByteBuffer.allocate(PREFIX_LENGTH);
    private final ByteBuffer note = ByteBuffer.allocate(NOTE_LENGTH);
    private final ByteBuffer index = ByteBuffer.allocate(INDEX_LENGTH);
    private final MessageDigest digest = sha256();

    byte[] event(int tenantId, long sequence) {
        return prefix(event, EVENTS, tenantId, sequence).array();
    }

    byte[] note(int tenantId, long eventIdHash, long sequence) {
        return prefix(note, NOTES, tenantId, eventIdHash).putLong(sequence).array();
    }

    byte[] index(byte space, int tenantId, long word, long ingressTimeNs, long sequence) {
        return prefix(index, space, tenantId, word)
                .putLong(~ingressTimeNs)
                .putLong(~sequence)
                .array();
    }

    /** Hash of a text in UTF-8. */
    long hash(byte[] text) {
        return ByteBuffer.wrap(digest.digest(text)).getLong();
    }

    long hash(String text) {
        return hash(text.getBytes(StandardCharsets.UTF_8));
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

    /** The sequence in any key. */
    static long sequence(byte[] key) {
        return switch (key[0]) {
            case EVENTS -> ByteBuffer.wrap(key).getLong(PREFIX_LENGTH - Long.BYTES);
            case NOTES -> noteSequence(key);
            default -> indexSequence(key);
        };
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
