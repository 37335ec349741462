/** The conditions of rules: checked CEL as a tree with types, cut down to what can be compiled. */
package dev.peregrine.policy.expression;
