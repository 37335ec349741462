package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.LogSummary;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = {
            "Read every record, check its envelope and its place in the order, and count.",
            "Exit code 5 with the position where one is damaged. What the events lead to is"
                    + " verified by peregrine replay --verify."
        })
final class JournalVerifyCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        return OfflineJournal.logs(
                options.load().config(),
                (journal, records) -> {
                    print(journal);
                    print(records);
                    return ExitCode.OK.code();
                });
    }

    private void print(ArchiveLog log) {
        PrintWriter out = spec.commandLine().getOut();
        log.tornTail()
                .ifPresent(
                        torn ->
                                out.printf(
                                        Locale.ROOT,
                                        "%s: cut off %,d bytes at position %,d: %s%n",
                                        log.name(),
                                        torn.lostBytes(),
                                        torn.position(),
                                        torn.reason()));
        LogSummary summary = LogSummary.of(log);
        out.printf(Locale.ROOT, "%s: intact, %,d bytes%n", log.name(), summary.endPosition());
        if (!summary.records().isEmpty()) {
            out.printf(
                    Locale.ROOT,
                    "  sequence %,d to %,d, epoch %d to %d, %s to %s%n",
                    summary.firstSequence(),
                    summary.lastSequence(),
                    summary.firstEpoch(),
                    summary.lastEpoch(),
                    time(summary.firstIngressTimeNs()),
                    time(summary.lastIngressTimeNs()));
        }
        summary.records()
                .forEach((name, count) -> out.printf(Locale.ROOT, "  %,12d %s%n", count, name));
        out.flush();
    }

    /** Epoch nanoseconds in ISO 8601. */
    static String time(long epochNs) {
        return Instant.ofEpochSecond(0, epochNs).toString();
    }
}
