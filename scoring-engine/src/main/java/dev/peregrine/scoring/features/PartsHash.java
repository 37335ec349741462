package dev.peregrine.scoring.features;

import dev.peregrine.policy.KeyPart;
import dev.peregrine.state.KeyHasher;
import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * The values that a feature's {@code of:} tells apart, as one number: the lower half of the keyed
 * hash over their canonical form, without tenant and entity. One thread; allocates nothing after
 * construction.
 */
public final class PartsHash {
    /** One of the parts is missing. */
    public static final long MISSING = Long.MIN_VALUE;

    private final CanonicalParts parts;
    private final MutableDirectBuffer canonical;
    private final KeyHasher hasher;

    public PartsHash(List<KeyPart> of, KeyHasher hasher) {
        this.hasher = hasher;
        parts = new CanonicalParts(of);
        canonical = new UnsafeBuffer(new byte[parts.maxLength()]);
    }

    /** The number of a transaction's values, or {@link #MISSING}. */
    public long valueOf(TransactionView transaction) {
        int end = parts.write(transaction, canonical, 0);
        if (end == CanonicalParts.MISSING) {
            return MISSING;
        }
        hasher.hash(canonical, 0, end);
        return hasher.low() == MISSING ? MISSING + 1 : hasher.low();
    }
}
