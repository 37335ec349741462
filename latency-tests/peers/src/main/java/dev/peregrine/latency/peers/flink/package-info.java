/** The Handbook's features by a Flink job in a MiniCluster. */
package dev.peregrine.latency.peers.flink;
