package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.recovery.ReplayProgress;
import dev.peregrine.replay.verify.VerificationReport;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "replay",
        description = {
            "Run the journal of a stopped node through a fresh engine.",
            "With --verify: every decision body, feature, refusal and state hash is compared with"
                    + " what was recorded, byte for byte; exit code 6 where any differs."
        })
final class ReplayCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(names = "--verify", description = "Compare, and say what differs.")
    private boolean verify;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        VerificationReport report =
                OfflineJournal.verify(options.load().config(), ReplayProgress.NONE);
        out.printf(
                "events        %,d, the last at sequence %d%n",
                report.events(), report.lastSequence());
        if (verify) {
            out.printf("decisions     %,d equal%n", report.decisions());
            out.printf("refusals      %,d equal%n", report.refusals());
            out.printf("state hashes  %,d equal%n", report.stateHashes());
            out.printf("not recorded  %,d at the end%n", report.missingAtEnd());
            out.printf("differences   %,d%n", report.differenceCount());
            report.differences().forEach(difference -> out.println("  " + difference));
        }
        out.printf("state hash    %s%n", report.finalHash());
        out.flush();
        return verify && !report.proven() ? ExitCode.DIFFERENCES_FOUND.code() : ExitCode.OK.code();
    }
}
