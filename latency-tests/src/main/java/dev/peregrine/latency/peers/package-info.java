/**
 * The Handbook's features by Peregrine and by its peers, on the same rows and compared row by row.
 *
 * <p>What runs beside a peer, in a JVM with the peer's class path, uses nothing but the JDK and
 * HdrHistogram.
 */
package dev.peregrine.latency.peers;
