package dev.peregrine.node.cli;

import picocli.CommandLine.Option;

/** Who does something to a node, for the journal and the audit log. */
final class ActorOption {
    @Option(
            names = "--by",
            paramLabel = "NAME",
            description =
                    "Who asks; goes to the journal and the audit log (default: the user of this"
                            + " process).")
    private String by = System.getProperty("user.name", "");

    /** The name; empty when none is known. */
    String name() {
        return by.strip();
    }
}
