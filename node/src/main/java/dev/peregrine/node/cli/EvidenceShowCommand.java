package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.runtime.OfflineEvidence;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "show",
        description = {
            "Show what is kept of a decision, as JSON: the payment, the values of features, the rules"
                    + " that fired, and what happened later."
        })
final class EvidenceShowCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Mixin private TenantOption tenant;

    @Parameters(paramLabel = "ID", description = "Decision id, such as 3-4711, or event id.")
    private String id;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        NodeConfig config = options.load().config();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                OfflineEvidence.show(config, tenant.of(config).id(), id)
                        .orElseThrow(
                                () ->
                                        new UserException(
                                                ExitCode.FAILURE,
                                                "no evidence of '" + id + "' is kept")));
        out.flush();
        return ExitCode.OK.code();
    }
}
