package dev.peregrine.scoring.features;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.policy.KeyPart;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.protocol.ProtocolLimits;
import dev.peregrine.state.KeyHasher;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the entity of one type that a transaction belongs to: writes the canonical form that {@link
 * KeyField} documents and hashes it with the node's secret.
 */
public final class EntityKey {
    private static final int IP_LENGTH = 16;

    private final KeyField[] fields;
    private final MutableDirectBuffer canonical;
    private final int prefixLength;
    private final KeyHasher hasher;
    private long high;
    private long low;

    public EntityKey(int tenantId, EntitySpec entity, KeyHasher hasher) {
        this.hasher = hasher;
        fields = entity.key().stream().map(KeyPart::field).toArray(KeyField[]::new);
        byte[] name = entity.name().getBytes(StandardCharsets.UTF_8);
        int perField = Byte.BYTES + Short.BYTES;
        int longest =
                Math.max(ProtocolLimits.MAX_KEY_LENGTH, ProtocolLimits.MAX_EMAIL_DOMAIN_LENGTH);
        canonical =
                new UnsafeBuffer(
                        new byte
                                [Short.BYTES
                                        + Byte.BYTES
                                        + name.length
                                        + fields.length * (perField + longest)]);
        canonical.putShort(0, (short) tenantId, ByteOrder.LITTLE_ENDIAN);
        canonical.putByte(Short.BYTES, (byte) name.length);
        canonical.putBytes(Short.BYTES + Byte.BYTES, name);
        prefixLength = Short.BYTES + Byte.BYTES + name.length;
    }

    /**
     * Computes the key.
     *
     * @return false when the transaction does not belong to an entity of this type
     */
    public boolean of(TransactionView transaction) {
        int at = prefixLength;
        for (KeyField field : fields) {
            if (!transaction.has(field)) {
                return false;
            }
            int length = field == KeyField.IP ? IP_LENGTH : transaction.length(field);
            canonical.putByte(at, field.code());
            canonical.putShort(at + 1, (short) length, ByteOrder.LITTLE_ENDIAN);
            at += Byte.BYTES + Short.BYTES;
            if (field == KeyField.IP) {
                canonical.putLong(at, transaction.fields().ip().high(), ByteOrder.BIG_ENDIAN);
                canonical.putLong(
                        at + Long.BYTES, transaction.fields().ip().low(), ByteOrder.BIG_ENDIAN);
            } else {
                canonical.putBytes(at, transaction.buffer(), transaction.offset(field), length);
            }
            at += length;
        }
        hasher.hash(canonical, 0, at);
        high = hasher.high();
        low = hasher.low();
        return true;
    }

    /** Upper 64 bits of the key that {@link #of} found last. */
    public long high() {
        return high;
    }

    /** Lower 64 bits of the key that {@link #of} found last. */
    public long low() {
        return low;
    }
}
