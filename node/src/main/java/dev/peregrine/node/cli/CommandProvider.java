package dev.peregrine.node.cli;

import java.util.List;

/**
 * Adds commands to {@code peregrine}. Found by {@link java.util.ServiceLoader}, so that a module
 * that the node does not know may bring its own.
 *
 * <p>A provider runs at every start, {@code --help} included: the command objects must be cheap to
 * make, and load nothing heavy before they are called.
 */
public interface CommandProvider {
    /** Objects annotated with {@link picocli.CommandLine.Command}, or ready command lines. */
    List<Object> commands();
}
