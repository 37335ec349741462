package dev.peregrine.scoring.features;

import dev.peregrine.policy.EntitySpec;
import dev.peregrine.protocol.KeyField;
import dev.peregrine.state.KeyHasher;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Finds the entity of one type that a transaction belongs to: writes the canonical form that {@link
 * KeyField} documents and hashes it with the node's secret. One thread; allocates nothing after
 * construction.
 */
public final class EntityKey {
    private final CanonicalParts parts;
    private final MutableDirectBuffer canonical;
    private final int prefixLength;
    private final KeyHasher hasher;
    private long high;
    private long low;

    public EntityKey(int tenantId, EntitySpec entity, KeyHasher hasher) {
        this.hasher = hasher;
        parts = new CanonicalParts(entity.key());
        byte[] name = entity.name().getBytes(StandardCharsets.UTF_8);
        prefixLength = Short.BYTES + Byte.BYTES + name.length;
        canonical = new UnsafeBuffer(new byte[prefixLength + parts.maxLength()]);
        canonical.putShort(0, (short) tenantId, ByteOrder.LITTLE_ENDIAN);
        canonical.putByte(Short.BYTES, (byte) name.length);
        canonical.putBytes(Short.BYTES + Byte.BYTES, name);
    }

    /**
     * Computes the key.
     *
     * @return false when the transaction does not belong to an entity of this type
     */
    public boolean of(TransactionView transaction) {
        int end = parts.write(transaction, canonical, prefixLength);
        if (end == CanonicalParts.MISSING) {
            return false;
        }
        hasher.hash(canonical, 0, end);
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
