/**
 * What latency reports are made of: results, interval logs, and the pages drawn from them. Used by
 * the running node, by benchmarks and by commands; depends on nothing of the product.
 */
package dev.peregrine.report.latency;
