/**
 * The policy bundle: what an analyst owns, as one directory (features, rules, thresholds, input
 * mappings). Read as a whole, with every mistake named by file, line and column; identified by the
 * hash of its content. No engine in it.
 */
package dev.peregrine.policy;
