package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.PolicyBundle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * With which policies a node starts: a tenant's configured bundle when it has had none, or only
 * older versions; otherwise the one that the journal says is active. So a restart does not undo
 * what was activated, or taken back, while the node ran.
 */
final class ConfiguredPolicies {
    private final PolicyHistory history;
    private final PolicyChecks checks;
    private final StoredPolicies policies;
    private final List<String> notices = new ArrayList<>();

    ConfiguredPolicies(PolicyHistory history, PolicyChecks checks, StoredPolicies policies) {
        this.history = history;
        this.checks = checks;
        this.policies = policies;
    }

    /**
     * The policy that a tenant is to start with.
     *
     * @param configured the valid bundle of its directory
     * @param active what the journal ends with
     * @throws UserException when the configured one is to become active and may not
     */
    PolicyBundle choose(
            NodeConfig.Tenant tenant, PolicyBundle configured, Optional<PolicyBundle> active) {
        if (active.filter(a -> a.hash().equals(configured.hash())).isPresent()) {
            return active.get();
        }
        int greatest =
                Math.max(
                        history.greatestVersion(tenant.id()),
                        active.map(PolicyBundle::version).orElse(0));
        if (active.isPresent() && configured.version() <= greatest) {
            notices.add(
                    "tenant %s: policy %s version %d stays active; version %d in %s is not above %d, the latest so far"
                            .formatted(
                                    tenant.name(),
                                    active.get().name(),
                                    active.get().version(),
                                    configured.version(),
                                    tenant.policy(),
                                    greatest));
            return active.get();
        }
        try {
            checks.signed(configured, policies.path(configured.hash()), tenant.policy().toString());
            active.ifPresent(a -> PolicyChecks.appendsAttributes(configured, a.attributes()));
        } catch (PolicyRefusedException e) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION,
                    e.getMessage()
                            + "; only for development: policies.allow-unsigned, or serve"
                            + " --allow-unsigned",
                    e);
        }
        return configured;
    }

    /** What an operator may not expect. */
    List<String> notices() {
        return List.copyOf(notices);
    }
}
