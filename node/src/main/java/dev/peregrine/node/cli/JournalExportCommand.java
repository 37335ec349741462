package dev.peregrine.node.cli;

import dev.peregrine.node.runtime.OfflineJournal;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.journal.RecordJson;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.zip.GZIPOutputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description = {
            "Write events, or decision records, as JSON, a line each (NDJSON).",
            "Field names are those of the schema; times are nanoseconds since the epoch."
        })
final class JournalExportCommand implements Callable<Integer> {
    private static final int BUFFER_LENGTH = 1 << 16;

    @Mixin private ConfigOptions options;

    @Option(
            names = "--to",
            paramLabel = "FILE",
            required = true,
            description = "A new file; compressed when its name ends with .gz.")
    private Path to;

    @Option(names = "--records", description = "The decision records instead of the events.")
    private boolean ofRecords;

    @Option(
            names = "--from",
            paramLabel = "SEQUENCE",
            defaultValue = "1",
            description = "The first. Default: ${DEFAULT-VALUE}.")
    private long from;

    @Option(names = "--until", paramLabel = "SEQUENCE", description = "The last. Default: the end.")
    private long until = Long.MAX_VALUE;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        long written =
                OfflineJournal.logs(
                        options.load().config(),
                        (journal, records) -> export(ofRecords ? records : journal));
        spec.commandLine().getOut().printf(Locale.ROOT, "%,d lines written to %s%n", written, to);
        spec.commandLine().getOut().flush();
        return ExitCode.OK.code();
    }

    private long export(ArchiveLog log) {
        long[] lines = new long[1];
        RecordJson json = new RecordJson();
        try (Writer out = open()) {
            log.read(
                    log.positionBefore(from),
                    (end, epoch, sequence, ingressTimeNs, message, offset, length) -> {
                        if (sequence >= from && sequence <= until) {
                            write(
                                    out,
                                    json.line(
                                            epoch,
                                            sequence,
                                            ingressTimeNs,
                                            message,
                                            offset,
                                            length));
                            lines[0]++;
                        }
                        return sequence < until;
                    });
        } catch (IOException | UncheckedIOException e) {
            throw new UserException(ExitCode.FAILURE, to + ": cannot be written: " + e, e);
        }
        return lines[0];
    }

    private static void write(Writer out, CharSequence line) {
        try {
            out.append(line).append('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Writer open() throws IOException {
        OutputStream file = Files.newOutputStream(to, StandardOpenOption.CREATE_NEW);
        return new OutputStreamWriter(
                to.toString().endsWith(".gz") ? new GZIPOutputStream(file, BUFFER_LENGTH) : file,
                StandardCharsets.UTF_8);
    }
}
