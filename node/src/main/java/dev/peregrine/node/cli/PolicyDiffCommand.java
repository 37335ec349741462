package dev.peregrine.node.cli;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.AuditLog;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.runtime.FeatureStateChange;
import dev.peregrine.node.runtime.PolicyHistory;
import dev.peregrine.policy.BundleDiff;
import dev.peregrine.policy.PolicyException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "diff",
        description = {
            "Show what changes from one bundle to another, item by item.",
            "With one bundle: from the active policy of the data directory."
        })
final class PolicyDiffCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "DIR",
            arity = "1..2",
            description = "Directories: the bundle before, if given, and the one after.")
    private Path[] directories;

    @Mixin private ConfigOptions options;
    @Mixin private TenantOption tenant;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws PolicyException {
        Path after = directories[directories.length - 1];
        Path before = directories.length == 2 ? directories[0] : active();
        BundleDiff diff = BundleDiff.between(before, after);
        PrintWriter out = spec.commandLine().getOut();
        diff.items().forEach(item -> print(item, out));
        out.println(
                diff.items().isEmpty()
                        ? "no difference"
                        : "state of features: " + FeatureStateChange.between(before, after));
        out.flush();
        return ExitCode.OK.code();
    }

    private Path active() {
        NodeConfig config = options.load().config();
        NodeConfig.Tenant of = tenant.of(config);
        return new PolicyHistory(AuditLog.read(config.dataDir()))
                .current(of.id())
                .map(activation -> DataDirectory.bundle(config.dataDir(), activation.hash()))
                .orElseThrow(
                        () ->
                                new UserException(
                                        ExitCode.USAGE,
                                        config.dataDir()
                                                + ": tenant "
                                                + of.name()
                                                + " has had no policy; name two bundles"));
    }

    private static void print(BundleDiff.Item item, PrintWriter out) {
        String sign =
                switch (item.kind()) {
                    case ADDED -> "+ ";
                    case REMOVED -> "- ";
                    case CHANGED -> "~ ";
                };
        out.println(sign + item.name());
        for (BundleDiff.Field field : item.fields()) {
            if (field.before().isEmpty()) {
                out.printf("    %s: %s%n", field.name(), field.after());
            } else if (field.after().isEmpty()) {
                out.printf("    %s: %s -> (none)%n", field.name(), field.before());
            } else {
                out.printf("    %s: %s -> %s%n", field.name(), field.before(), field.after());
            }
        }
    }
}
