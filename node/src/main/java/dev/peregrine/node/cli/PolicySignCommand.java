package dev.peregrine.node.cli;

import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.policy.signing.BundleSignature;
import dev.peregrine.policy.signing.SigningKey;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "sign",
        description = "Sign a valid bundle: writes " + BundleSignature.FILE + " beside its files.")
final class PolicySignCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "Directory of the bundle.")
    private Path directory;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            required = true,
            description = "Private key, with its public part in FILE.pub (policy keygen).")
    private Path key;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        PolicyBundle bundle = PolicyLoader.load(directory);
        BundleSignature signature = SigningKey.read(key).sign(bundle.hash());
        signature.write(directory);
        spec.commandLine()
                .getOut()
                .printf(
                        "signed: %s version %d, SHA-256 %s, by key %s%n",
                        bundle.name(), bundle.version(), bundle.hash(), signature.keyId());
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
