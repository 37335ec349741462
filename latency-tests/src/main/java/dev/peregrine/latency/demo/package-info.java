/** The demo: a whole node, simulated payments through it, and how well it did. */
package dev.peregrine.latency.demo;
