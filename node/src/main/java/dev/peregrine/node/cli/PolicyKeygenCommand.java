package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.signing.SigningKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "keygen",
        description = {
            "Make an Ed25519 key to sign bundles with.",
            "FILE is for whoever signs, and nobody else; FILE.pub is for the nodes"
                    + " (policies.trusted-keys)."
        })
final class PolicyKeygenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "File of the private key; must not be there.")
    private Path file;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        SigningKey.generate(file);
        spec.commandLine().getOut().printf("%s, %s.pub%n", file, file);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
