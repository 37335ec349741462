package dev.peregrine.report.latency;

import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;

/**
 * A {@code .hdr} file: a line for each histogram of an interval, with a tag for what was measured,
 * in the format of HdrHistogram's log, which its own tools read. One thread.
 */
public final class IntervalLog implements AutoCloseable {
    /** Ending of the files' names. */
    public static final String SUFFIX = ".hdr";

    /** Begins the comment with the environment, as JSON. */
    static final String ENVIRONMENT = "Environment: ";

    private static final double NS_PER_MS = 1e6;

    private final BufferedOutputStream out;
    private final HistogramLogWriter writer;

    /** Makes the file. */
    public IntervalLog(Path file, Environment environment, long startMs) throws IOException {
        out = new BufferedOutputStream(new FileOutputStream(file.toFile()));
        writer = new HistogramLogWriter(out);
        writer.outputComment(ENVIRONMENT + Json.line(environment));
        writer.outputLogFormatVersion();
        writer.outputStartTime(startMs);
        writer.setBaseTime(startMs);
        writer.outputBaseTime(startMs);
        writer.outputLegend();
    }

    /** Adds a line. The histogram tells its begin and end, and holds nanoseconds. */
    public void write(String tag, Histogram interval) {
        interval.setTag(tag);
        writer.outputIntervalHistogram(
                (interval.getStartTimeStamp() - writer.getBaseTime()) / 1e3,
                (interval.getEndTimeStamp() - writer.getBaseTime()) / 1e3,
                interval,
                NS_PER_MS);
    }

    /** Hands what was written to the system. */
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() {
        writer.close();
    }
}
