package dev.peregrine.node.cli;

import dev.peregrine.node.data.AuditEntry;
import dev.peregrine.node.data.AuditLog;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "audit",
        description = {
            "Show what people, and circuit breakers, did to a node.",
            "Fails with 3 when a line was changed or taken out later."
        })
final class AuditCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        TextTable table =
                new TextTable(Set.of(0), "n", "time", "by", "action", "outcome", "details");
        for (AuditEntry entry : AuditLog.read(options.load().config().dataDir()).entries()) {
            table.row(
                    Long.toString(entry.number()),
                    entry.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                    entry.actor(),
                    entry.action(),
                    entry.outcome(),
                    entry.details().entrySet().stream()
                            .map(detail -> detail.getKey() + "=" + detail.getValue())
                            .collect(Collectors.joining(" ")));
        }
        table.print(out);
        out.flush();
        return ExitCode.OK.code();
    }
}
