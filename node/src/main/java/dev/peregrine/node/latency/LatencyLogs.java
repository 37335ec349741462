package dev.peregrine.node.latency;

import dev.peregrine.report.latency.IntervalLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The interval logs of a data directory: {@code latency/2026-11-27T06-30-00Z.hdr}, named by their
 * begin; a start of the node and a day (UTC) begin a new one.
 */
public final class LatencyLogs {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH-mm-ss'Z'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Path directory;

    /**
     * @param directory from {@link dev.peregrine.node.data.DataDirectory#latency}
     */
    public LatencyLogs(Path directory) {
        this.directory = directory;
    }

    /** Where a log lies that begins at a time. */
    Path file(Instant begin) {
        return directory.resolve(NAME.format(begin) + IntervalLog.SUFFIX);
    }

    /** All logs, the oldest first; none where there is no directory. */
    public List<Path> list() throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(LatencyLogs::isLog).sorted().toList();
        }
    }

    /** The logs of a day, UTC, the oldest first. */
    public List<Path> of(LocalDate day) throws IOException {
        return list().stream()
                .filter(file -> file.getFileName().toString().startsWith(day.toString()))
                .toList();
    }

    /**
     * Deletes logs that were written to for the last time before a time ago.
     *
     * @param retention zero: none is deleted
     */
    void expire(Duration retention, Instant now) throws IOException {
        if (retention.isZero()) {
            return;
        }
        for (Path file : list()) {
            if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(retention))) {
                Files.deleteIfExists(file);
            }
        }
    }

    private static boolean isLog(Path file) {
        return file.getFileName().toString().endsWith(IntervalLog.SUFFIX);
    }
}
