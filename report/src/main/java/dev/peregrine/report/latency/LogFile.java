package dev.peregrine.report.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;

/**
 * Reads an interval log line by line, so that a line that cannot be read costs only itself. One
 * thread.
 */
final class LogFile {
    private static final String COMMENT = "#";
    private static final String LEGEND = "\"";
    private static final String ENVIRONMENT = COMMENT + IntervalLog.ENVIRONMENT;

    private final Path file;
    private final StringBuilder times = new StringBuilder();
    private Environment environment;
    private int intervals;
    private int unreadable;
    private int firstUnreadable;

    LogFile(Path file) {
        this.file = file;
    }

    /** Hands every interval that can be read to a consumer. */
    void read(Consumer<Histogram> consumer) throws IOException {
        times.setLength(0);
        intervals = 0;
        unreadable = 0;
        int number = 0;
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                Files.newInputStream(file), StandardCharsets.UTF_8))) {
            String line;
            while ((line = lines.readLine()) != null) {
                number++;
                if (!read(line, consumer) && unreadable++ == 0) {
                    firstUnreadable = number;
                }
            }
        }
    }

    /** As the log's writer told it; empty where it did not, or not legibly. */
    Optional<Environment> environment() {
        return Optional.ofNullable(environment);
    }

    /** Lines that could not be read. */
    int unreadable() {
        return unreadable;
    }

    /** Whether nothing in the file is an interval, though it has lines that might be. */
    boolean isNoLog() {
        return intervals == 0 && unreadable > 0;
    }

    /** What could not be read, for people. */
    String complaint() {
        return file
                + (unreadable == 1
                        ? ": line " + firstUnreadable
                        : ": " + unreadable + " lines, the first of them line " + firstUnreadable)
                + " cannot be read";
    }

    private boolean read(String line, Consumer<Histogram> consumer) {
        if (line.isBlank() || line.startsWith(LEGEND)) {
            return true;
        }
        if (line.startsWith(ENVIRONMENT)) {
            return readEnvironment(line.substring(ENVIRONMENT.length()));
        }
        if (line.startsWith(COMMENT)) {
            times.append(line).append('\n');
            return true;
        }
        Histogram interval = interval(line);
        if (interval == null) {
            return false;
        }
        intervals++;
        consumer.accept(interval);
        return true;
    }

    private boolean readEnvironment(String json) {
        try {
            environment = Json.mapper().readValue(json, Environment.class);
            return true;
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Null for what is none. */
    private Histogram interval(String line) {
        byte[] log = (times + line + '\n').getBytes(StandardCharsets.UTF_8);
        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(log))) {
            EncodableHistogram next = reader.nextIntervalHistogram();
            return next instanceof Histogram histogram ? histogram : null;
        } catch (RuntimeException e) {
            // what it throws depends on where the line is broken
            return null;
        }
    }
}
