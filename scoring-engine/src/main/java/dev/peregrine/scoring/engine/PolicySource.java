package dev.peregrine.scoring.engine;

import dev.peregrine.policy.PolicyBundle;

/**
 * Where the engine finds the bundle that an activation names. The answer for a hash never changes.
 * Callers that must not wait on a disk have loaded the bundle before they sequence the activation.
 */
@FunctionalInterface
public interface PolicySource {
    /**
     * The bundle of a content hash, given as the schema's four words.
     *
     * @throws RuntimeException when there is none, or it cannot be read: the engine halts, since an
     *     activation that is left out would change every decision after it. Whoever sequences an
     *     activation has looked first.
     */
    PolicyBundle find(long word0, long word1, long word2, long word3);
}
