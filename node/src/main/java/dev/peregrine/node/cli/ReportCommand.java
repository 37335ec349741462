package dev.peregrine.node.cli;

import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.node.latency.LatencyLogs;
import dev.peregrine.report.latency.LatencyPage;
import dev.peregrine.report.latency.LogReport;
import dev.peregrine.report.latency.MalformedLogException;
import dev.peregrine.report.latency.RunResults;
import dev.peregrine.scoring.pipeline.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "report",
        description = {
            "Make a page of a day's latency logs: by stage, by percentile and over time, with",
            "garbage collections, hiccups and steal time. The node may be running."
        })
final class ReportCommand implements Callable<Integer> {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = "${env:PEREGRINE_DATA_DIR:-data}",
            description = "Data directory of the node. Default: PEREGRINE_DATA_DIR, or data.")
    private Path data;

    @Option(
            names = "--day",
            paramLabel = "DATE",
            description = "Which day, UTC, as 2026-11-27. Default: today.")
    private LocalDate day;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "The page. Default: latency-DATE.html in the working directory.")
    private Path out;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
        LocalDate wanted = day == null ? LocalDate.now(ZoneOffset.UTC) : day;
        Path page = out == null ? Path.of("latency-" + wanted + ".html") : out;
        Map<String, String> includes =
                Arrays.stream(Stage.values())
                        .collect(Collectors.toMap(Stage::label, Stage::includes));
        try {
            List<Path> logs = new LatencyLogs(DataDirectory.latency(data)).of(wanted);
            Optional<RunResults> results =
                    LogReport.read(
                            logs,
                            startMs(wanted),
                            startMs(wanted.plusDays(1)),
                            Stage.TOTAL.label(),
                            "the stamp that an event gets at the sequencer",
                            includes,
                            "Latencies of " + wanted + ", UTC");
            if (results.isEmpty()) {
                throw new UserException(
                        ExitCode.FAILURE,
                        (logs.isEmpty() ? "no latency logs of " : "no intervals in the logs of ")
                                + wanted
                                + " in "
                                + DataDirectory.latency(data));
            }
            results.get()
                    .notes()
                    .forEach(note -> spec.commandLine().getErr().println("warning: " + note));
            Files.writeString(page, LatencyPage.of(results.get()));
        } catch (MalformedLogException e) {
            throw new UserException(ExitCode.BAD_INPUT, e.getMessage(), e);
        } catch (IOException e) {
            throw new UserException(ExitCode.FAILURE, "no report: " + e.getMessage(), e);
        }
        spec.commandLine().getOut().println("written: " + page);
        return ExitCode.OK.code();
    }

    private static long startMs(LocalDate date) {
        return date.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
