/** Peregrine's own part of the comparison: engine, node, and the floor of its journal. */
package dev.peregrine.latency.peers.own;
