package dev.peregrine.node.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.DriftLog;
import dev.peregrine.replay.monitor.Drift;
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
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peregrine drifts}. */
@Command(
        name = "drifts",
        description = {
            "Show when a tenant's scores drifted, or those that known frauds had got, and how far.",
            "The node may run or not. Drifts are kept as long as evidence is."
        })
final class DriftsCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Mixin private TenantOption tenant;

    @Option(
            names = "--json",
            description = "As JSON, as GET /v1/drifts of the admin port gives it.")
    private boolean json;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        NodeConfig config = options.load().config();
        List<Drift> drifts = DriftLog.of(config.dataDir()).of(tenant.of(config).id());
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(
                    new ObjectMapper()
                            .writerWithDefaultPrettyPrinter()
                            .writeValueAsString(
                                    Map.of(
                                            "drifts",
                                            drifts.stream().map(DriftLog::fields).toList())));
        } else {
            table(drifts).print(out);
        }
        out.flush();
        return ExitCode.OK.code();
    }

    private static TextTable table(List<Drift> drifts) {
        TextTable table =
                new TextTable(Set.of(2, 3, 4), "time", "stream", "before", "after", "numbers");
        for (Drift drift : drifts) {
            table.row(
                    DriftLog.time(drift).truncatedTo(ChronoUnit.SECONDS).toString(),
                    drift.stream().externalName(),
                    String.format(Locale.ROOT, "%.0f", drift.before()),
                    String.format(Locale.ROOT, "%.0f", drift.after()),
                    String.format(Locale.ROOT, "%,d", drift.numbers()));
        }
        return table;
    }
}
