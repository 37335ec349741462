package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OfflineEvidence;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "rebuild",
        description = {
            "Delete the evidence and make it again from journal and decision records.",
            "What lies before the beginning of either is lost. A start does the same, behind the"
                    + " running node, when the directory is missing."
        })
final class EvidenceRebuildCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        long start = System.nanoTime();
        long decisions = OfflineEvidence.rebuild(options.load().config());
        PrintWriter out = spec.commandLine().getOut();
        out.printf(
                Locale.ROOT,
                "evidence of %,d decisions made in %.1f s%n",
                decisions,
                (System.nanoTime() - start) / 1e9);
        out.flush();
        return ExitCode.OK.code();
    }
}
