package dev.peregrine.gateway.evidence;

import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.PolicyBundle;
import java.util.Optional;

/** Policy bundles by their hash, for the names of features and rules. Thread-safe; may block. */
@FunctionalInterface
public interface BundleSource {
    /** Knows none: features and rules go by their places. */
    BundleSource NONE = hash -> Optional.empty();

    /** The bundle of a hash; empty when it is not kept or cannot be read. */
    Optional<PolicyBundle> find(BundleHash hash);
}
