package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "validate",
        description = "Check a policy bundle; tells every mistake with file, line and column.")
final class PolicyValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory of the bundle.")
    private Path directory;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        PolicyBundle bundle = PolicyLoader.load(directory);
        spec.commandLine()
                .getOut()
                .printf(
                        "OK: %s version %d, %d features, %d rules, SHA-256 %s%n",
                        bundle.name(),
                        bundle.version(),
                        bundle.features().features().size(),
                        bundle.rules().size(),
                        bundle.hash());
        return ExitCode.OK.code();
    }
}
