/** Rules over a transaction and its features, and how what fired becomes a score and an action. */
package dev.peregrine.scoring.rules;
