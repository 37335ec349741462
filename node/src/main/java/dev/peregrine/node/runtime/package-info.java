/** The running node: its parts, wired in the order in which they depend on each other. */
package dev.peregrine.node.runtime;
