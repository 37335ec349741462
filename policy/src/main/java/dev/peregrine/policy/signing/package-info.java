/** Who vouches for a bundle: Ed25519 keys, and signatures over a bundle's content hash. */
package dev.peregrine.policy.signing;
