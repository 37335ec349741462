package dev.peregrine.node.cli;

import dev.peregrine.gateway.security.ApiKey;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "revoke",
        description = {
            "Take a key back.",
            "A running node turns it away within two seconds. It stays in the file, as revoked."
        })
final class KeysRevokeCommand implements Callable<Integer> {
    @Mixin private KeysOptions options;

    @Parameters(paramLabel = "ID", description = "The key's id, as keys list shows it.")
    private String id;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        options.ring(options.config()).change(this::revoke);
        spec.commandLine().getOut().println(id + ": revoked");
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private List<ApiKey> revoke(List<ApiKey> keys) {
        if (keys.stream().noneMatch(key -> key.id().equals(id))) {
            throw new UserException(ExitCode.USAGE, "no key '" + id + "'");
        }
        return keys.stream().map(key -> key.id().equals(id) ? key.revoke() : key).toList();
    }
}
