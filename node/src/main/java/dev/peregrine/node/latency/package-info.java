/** What a running node keeps of its latencies, and how commands read it. */
package dev.peregrine.node.latency;
