/**
 * Which events have had their effect: the engine's memory of identities, kept for a stated time and
 * dropped by ingress time alone.
 */
package dev.peregrine.state.identity;
