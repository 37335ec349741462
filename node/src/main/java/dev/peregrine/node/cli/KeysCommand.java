package dev.peregrine.node.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "keys",
        description = {
            "Make, show and revoke keys for the HTTP API and the admin port.",
            "They are kept, without their secrets, in the file that http.keys-file or admin.keys-file"
                    + " names; a running node follows its changes. docs/security.md tells more."
        },
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRevokeCommand.class})
final class KeysCommand implements Runnable {
    @Spec private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "keys: which command?");
    }
}
