package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.policy.yaml.Suggestion;
import dev.peregrine.scoring.engine.ActiveState;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whose state is looked at. */
final class StateOptions {
    @Mixin private ConfigOptions options;

    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Name of the tenant, where the configuration has several.")
    private String tenant;

    /**
     * Rebuilds the state at the journal's end. Blocks until done.
     *
     * @param look given what is active for the tenant; writes what it finds
     */
    void rebuild(Function<ActiveState, List<String>> look, PrintWriter out) {
        NodeConfig config = options.load().config();
        NodeConfig.Tenant of = tenant(config.tenants().orElseThrow());
        OfflineJournal.rebuild(
                        config,
                        engine ->
                                look.apply(
                                        engine.active(of.id())
                                                .orElseThrow(
                                                        () ->
                                                                new UserException(
                                                                        ExitCode.FAILURE,
                                                                        config.dataDir()
                                                                                + ": no policy was"
                                                                                + " ever active for"
                                                                                + " tenant '"
                                                                                + of.name()
                                                                                + "'"))))
                .forEach(out::println);
        out.flush();
    }

    private NodeConfig.Tenant tenant(List<NodeConfig.Tenant> tenants) {
        List<String> names = tenants.stream().map(NodeConfig.Tenant::name).toList();
        if (tenant == null && tenants.size() > 1) {
            throw new UserException(
                    ExitCode.USAGE, "--tenant: which of " + String.join(", ", names) + "?");
        }
        return tenants.stream()
                .filter(candidate -> tenant == null || candidate.name().equals(tenant))
                .findFirst()
                .orElseThrow(
                        () ->
                                new UserException(
                                        ExitCode.USAGE,
                                        "--tenant: no tenant '"
                                                + tenant
                                                + "'"
                                                + Suggestion.of(tenant, names)));
    }
}
