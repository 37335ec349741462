package dev.peregrine.node.cli;

import dev.peregrine.gateway.security.ApiKey;
import dev.peregrine.gateway.security.Scope;
import dev.peregrine.node.config.NodeConfig;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "list", description = "Show the keys: all but what is secret of them.")
final class KeysListCommand implements Callable<Integer> {
    @Mixin private KeysOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.config();
        TextTable table =
                new TextTable(
                        Set.of(5), "id", "name", "state", "tenants", "scopes", "rate", "created",
                        "until");
        for (ApiKey key : options.ring(config).read()) {
            table.row(
                    key.id(),
                    key.name(),
                    state(key),
                    key.tenants().stream().map(String::valueOf).collect(Collectors.joining(",")),
                    key.scopes().stream().map(Scope::externalName).collect(Collectors.joining(",")),
                    key.rate() == 0 ? "" : Integer.toString(key.rate()),
                    key.created().toString(),
                    key.expires() == null ? "" : key.expires().toString());
        }
        PrintWriter out = spec.commandLine().getOut();
        table.print(out);
        out.flush();
        return ExitCode.OK.code();
    }

    private static String state(ApiKey key) {
        if (key.revoked()) {
            return "revoked";
        }
        return key.isExpired(Instant.now()) ? "expired" : "valid";
    }
}
