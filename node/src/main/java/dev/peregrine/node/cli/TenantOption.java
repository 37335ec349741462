package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.yaml.Suggestion;
import java.util.List;
import picocli.CommandLine.Option;

/** Which of the tenants a command is about. */
final class TenantOption {
    @Option(
            names = "--tenant",
            paramLabel = "NAME",
            description = "Name of the tenant, where the configuration has several.")
    private String tenant;

    /**
     * @throws UserException when there is none of that name, or none was named of several
     */
    NodeConfig.Tenant of(NodeConfig config) {
        List<? extends NodeConfig.Tenant> tenants = config.tenants().orElseThrow();
        List<String> names = tenants.stream().map(NodeConfig.Tenant::name).toList();
        if (tenant == null && tenants.size() > 1) {
            throw new UserException(
                    ExitCode.USAGE, "--tenant: which of " + String.join(", ", names) + "?");
        }
        for (NodeConfig.Tenant candidate : tenants) {
            if (tenant == null || candidate.name().equals(tenant)) {
                return candidate;
            }
        }
        throw new UserException(
                ExitCode.USAGE,
                "--tenant: no tenant '" + tenant + "'" + Suggestion.of(tenant, names));
    }
}
