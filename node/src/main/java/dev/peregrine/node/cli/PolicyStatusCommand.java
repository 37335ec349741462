package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.node.runtime.DriftLog;
import dev.peregrine.node.runtime.PolicyHistory;
import dev.peregrine.node.runtime.PolicyHistory.Activation;
import dev.peregrine.replay.journal.DataDirectoryLock;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description = {
            "Show which policies a node's tenants have had, the active one last.",
            "Also the last drift of scores since then and, of a running node, what its circuit"
                    + " breaker sees."
        })
final class PolicyStatusCommand implements Callable<Integer> {
    private static final int HASH_SHOWN = 12;

    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        PrintWriter out = spec.commandLine().getOut();
        PolicyHistory history = new PolicyHistory(AuditLog.read(config.dataDir()));
        boolean runs = DataDirectoryLock.isInUse(config.dataDir());
        TextTable table =
                new TextTable(
                        Set.of(2, 4),
                        "tenant",
                        "policy",
                        "version",
                        "SHA-256",
                        "sequence",
                        "kind",
                        "since",
                        "by");
        for (NodeConfig.Tenant tenant : config.tenants().orElseThrow()) {
            List<Activation> activations = history.of(tenant.id());
            activations.forEach(activation -> row(table, tenant, activation));
        }
        table.print(out);
        for (NodeConfig.Tenant tenant : config.tenants().orElseThrow()) {
            drift(config, history, tenant, out);
        }
        if (runs) {
            config.tenants().orElseThrow().forEach(tenant -> rates(config, tenant, out));
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static void row(TextTable table, NodeConfig.Tenant tenant, Activation activation) {
        table.row(
                tenant.name(),
                activation.name(),
                Integer.toString(activation.version()),
                activation.hash().hex().substring(0, HASH_SHOWN),
                String.format(Locale.ROOT, "%,d", activation.sequence()),
                activation.kind().name().toLowerCase(Locale.ROOT),
                activation.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                activation.actor());
    }

    private static void drift(
            NodeConfig config, PolicyHistory history, NodeConfig.Tenant tenant, PrintWriter out) {
        history.current(tenant.id())
                .flatMap(
                        active ->
                                DriftLog.of(config.dataDir()).lastSince(tenant.id(), active.time()))
                .ifPresent(
                        last ->
                                out.printf(
                                        "%s: %s: %s%n",
                                        tenant.name(),
                                        DriftLog.time(last).truncatedTo(ChronoUnit.SECONDS),
                                        last.describe()));
    }

    private static void rates(NodeConfig config, NodeConfig.Tenant tenant, PrintWriter out) {
        Map<String, String> rates =
                NodeRequest.ask(
                        config, Map.of("verb", "rates", "tenant", Integer.toString(tenant.id())));
        if (rates.containsKey("breaker")) {
            out.printf(
                    Locale.ROOT,
                    "%s: %s: %s decisions, %s declined, %s challenged%n",
                    tenant.name(),
                    rates.get("breaker"),
                    rates.get("decisions"),
                    rates.get("declined"),
                    rates.get("challenged"));
        }
    }
}
