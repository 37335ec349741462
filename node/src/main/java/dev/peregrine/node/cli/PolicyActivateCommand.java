package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "activate",
        description = {
            "Make a bundle the active policy of a running node.",
            "It takes effect between two events, whose sequence is told, and there in every replay."
        })
final class PolicyActivateCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;
    @Mixin private TenantOption tenant;
    @Mixin private ActorOption actor;

    @Parameters(paramLabel = "DIR", description = "Directory of the bundle.")
    private Path directory;

    @Option(
            names = "--rollback",
            description = "Take the bundle although its version is not above those before.")
    private boolean rollback;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        NodeConfig config = options.load().config();
        Map<String, String> request = new HashMap<>();
        request.put("verb", "activate");
        request.put("tenant", Integer.toString(tenant.of(config).id()));
        request.put("by", actor.name());
        PolicyLoader.load(directory);
        request.put("directory", directory.toAbsolutePath().normalize().toString());
        if (rollback) {
            request.put("rollback", "true");
        }
        spec.commandLine().getOut().println(NodeRequest.ask(config, request).get("message"));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
