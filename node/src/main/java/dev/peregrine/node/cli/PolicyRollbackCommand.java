package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "rollback",
        description = "Make a policy active again that was active before, on a running node.")
final class PolicyRollbackCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;
    @Mixin private TenantOption tenant;
    @Mixin private ActorOption actor;

    @Option(
            names = "--to",
            paramLabel = "VERSION",
            description = "Which version (default: what was active before the current policy).")
    private Integer version;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        Map<String, String> request = new HashMap<>();
        request.put("verb", "rollback");
        request.put("tenant", Integer.toString(tenant.of(config).id()));
        request.put("by", actor.name());
        if (version != null) {
            request.put("version", version.toString());
        }
        spec.commandLine().getOut().println(NodeRequest.ask(config, request).get("message"));
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }
}
