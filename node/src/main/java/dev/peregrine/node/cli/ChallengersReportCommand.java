package dev.peregrine.node.cli;

import com.fasterxml.jackson.databind.JsonNode;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.ReportFile;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code peregrine challengers report}. */
@Command(
        name = "report",
        description = {
            "Show how a tenant's challengers differ from what was decided, and what to do with them:",
            "promote, keep or drop, with the test that says so. The node may run or not; a running one"
                    + " brings the figures up to date every second."
        })
final class ChallengersReportCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Mixin private TenantOption tenant;

    @Option(names = "--json", description = "As JSON, as GET /v1/challengers gives it.")
    private boolean json;

    @Option(
            names = "--all",
            description = "Of the policies before the active one as well; the latest first.")
    private boolean all;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        JsonNode report =
                ReportFile.of(config.dataDir())
                        .read(tenant.of(config).id())
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                ExitCode.FAILURE,
                                                config.dataDir()
                                                        + ": nothing is known of challengers of"
                                                        + " tenant '"
                                                        + tenant.of(config).name()
                                                        + "': does its policy name any, and has it"
                                                        + " decided yet?"));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.toPrettyString());
        } else {
            new ChallengersReport(out).print(report, all);
        }
        out.flush();
        return ExitCode.OK.code();
    }
}
