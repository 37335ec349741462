/** What the tests of every contender compare with: also compiled into the peers' tests. */
package dev.peregrine.latency.peers.oracle;
