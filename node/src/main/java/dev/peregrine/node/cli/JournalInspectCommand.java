package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.RecordText;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "inspect",
        description = "Print events, or decision records: sequence, epoch, time, kind and fields.")
final class JournalInspectCommand implements Callable<Integer> {
    @Mixin private ConfigOptions options;

    @Option(names = "--records", description = "Of the decision records instead of the events.")
    private boolean ofRecords;

    @Option(
            names = "--from",
            paramLabel = "SEQUENCE",
            defaultValue = "1",
            description = "The first. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(
            names = "--count",
            paramLabel = "N",
            defaultValue = "20",
            description = "How many. Default: ${DEFAULT-VALUE}.")
    private long count;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        if (count < 1) {
            throw new ParameterException(spec.commandLine(), "--count: is not at least 1");
        }
        return OfflineJournal.logs(
                options.load().config(),
                (journal, records) -> {
                    print(ofRecords ? records : journal);
                    return ExitCode.OK.code();
                });
    }

    private void print(ArchiveLog log) {
        PrintWriter out = spec.commandLine().getOut();
        long[] left = {count};
        log.read(
                log.positionBefore(from),
                (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                    if (sequence >= from) {
                        left[0]--;
                        out.printf(
                                "%d epoch %d %s ends at %d: %s %s%n",
                                sequence,
                                epoch,
                                JournalVerifyCommand.time(ingressTimeNs),
                                end,
                                RecordText.name(message, offset),
                                RecordText.fields(message, offset));
                    }
                    return left[0] > 0;
                });
        out.flush();
    }
}
