package dev.peregrine.node.runtime;

import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.scoring.engine.ActiveState;
import dev.peregrine.scoring.engine.ScoringEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/** The policies of a node that starts: stored, checked, and what they were before. One thread. */
final class NodePolicies {
    private final List<? extends NodeConfig.Tenant> tenants;
    private final NodeConfig.WarmUp warmUp;
    private final StoredPolicies stored;
    private final List<PolicyBundle> configured;
    private final PolicyChecks checks;
    private final PolicyHistory history;
    private List<String> notices = List.of();

    /**
     * Stores the configured bundles. Blocks on files.
     *
     * @throws UserException when one of them is not valid
     */
    NodePolicies(NodeConfig config, DataDirectory data) {
        tenants = config.tenants().orElseThrow();
        warmUp = config.warmUp();
        stored = new StoredPolicies(data.bundles());
        configured = tenants.stream().map(tenant -> stored.store(tenant.policy())).toList();
        checks = PolicyChecks.of(config.policies());
        history = new PolicyHistory(AuditLog.open(data.root()));
    }

    StoredPolicies stored() {
        return stored;
    }

    List<Integer> tenantIds() {
        return tenants.stream().map(NodeConfig.Tenant::id).toList();
    }

    /** With which policies an engine at the journal's end goes on, in order of the tenants. */
    List<PolicyBundle> choose(ScoringEngine engine) {
        ConfiguredPolicies choice = new ConfiguredPolicies(history, checks, stored);
        List<PolicyBundle> chosen = new ArrayList<>();
        for (int i = 0; i < tenants.size(); i++) {
            chosen.add(
                    choice.choose(
                            tenants.get(i),
                            configured.get(i),
                            engine.active(tenants.get(i).id()).map(ActiveState::bundle)));
        }
        notices = choice.notices();
        return chosen;
    }

    /** What an operator may not expect of the choice. */
    List<String> notices() {
        return notices;
    }

    /** Loads and compiles code for policies on an engine that is thrown away. */
    WarmUpReport warmUp(List<PolicyBundle> bundles) {
        EngineWarmUp engine = new EngineWarmUp(warmUp.decisions());
        for (int i = 0; i < tenants.size(); i++) {
            engine.run(
                    tenants.get(i).id(),
                    bundles.get(i),
                    warmUp.timeLimit().toNanos() / tenants.size());
        }
        return engine.report();
    }

    /** What activates policies from now on. */
    PolicyActivator activator(
            ScoringEngine engine,
            InternalEvents events,
            Dictionaries dictionaries,
            IntConsumer dictionaryChanged,
            DecisionRates rates,
            long epoch) {
        return new PolicyActivator(
                engine,
                stored,
                history,
                checks,
                warmUp,
                events,
                dictionaries,
                dictionaryChanged,
                rates,
                epoch);
    }
}
