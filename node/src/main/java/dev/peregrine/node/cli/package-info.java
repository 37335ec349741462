/** The command line: what a user types, and how a command ends. */
package dev.peregrine.node.cli;
