/**
 * A deterministic simulator of card payments: customers with habits, merchants, days and nights,
 * injected fraud, issuers' answers and labels that arrive weeks later.
 */
package dev.peregrine.latency.simulator;
