/** The conditions of {@code where:}: checked CEL, cut down to what can be tested without CEL. */
package dev.peregrine.policy.condition;
