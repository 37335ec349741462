/**
 * The contract with every client. Codecs are generated from {@code peregrine-protocol.xml} into
 * {@code dev.peregrine.protocol.codec}; this package holds what a schema cannot say: limits, the
 * canonical form of keys, money.
 */
package dev.peregrine.protocol;
