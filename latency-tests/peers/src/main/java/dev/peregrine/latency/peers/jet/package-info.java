/** The Handbook's features by a Hazelcast Jet job. */
package dev.peregrine.latency.peers.jet;
