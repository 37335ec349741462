/**
 * Prequential evaluation: a model that learns online beside models that are trained again from time
 * to time, each on what was known by then, and measured on what came after.
 */
package dev.peregrine.latency.prequential;
