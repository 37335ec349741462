package dev.peregrine.report.latency;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;

/** Makes results of interval logs, such as a running node writes. One thread. */
public final class LogReport {
    /** Intervals of the result, at most: neighbours are put together. */
    private static final int MOST_POINTS = 720;

    private final List<LogFile> files;
    private final long fromMs;
    private final long toMs;
    private final String wholeTag;
    private final Map<String, Histogram> stages = new LinkedHashMap<>();
    private final Map<Long, Bucket> buckets = new LinkedHashMap<>();
    private long firstMs = Long.MAX_VALUE;
    private long lastMs = Long.MIN_VALUE;
    private long bucketMs = 1;

    /** What happened in some intervals. */
    private static final class Bucket {
        private final Histogram whole = new Histogram(3);
        private long hiccupNs;
        private double gcMs;
        private double stolenMs;
    }

    private LogReport(List<LogFile> files, long fromMs, long toMs, String wholeTag) {
        this.files = files;
        this.fromMs = fromMs;
        this.toMs = toMs;
        this.wholeTag = wholeTag;
    }

    /**
     * Reads logs.
     *
     * @param files in the order of their time; intervals that overlap are both counted
     * @param fromMs begin of what is wanted, epoch milliseconds
     * @param toMs its end
     * @param wholeTag tag of the whole way; the other tags are its stages, hiccups, collections and
     *     steal time
     * @param includes what a stage covers, by its tag
     * @param from what the whole way begins with
     * @return empty when there is no interval in that time; lines that cannot be read are left out
     *     and told of in the notes
     * @throws MalformedLogException when there is none because a file has no line that can be read
     */
    public static Optional<RunResults> read(
            List<Path> files,
            long fromMs,
            long toMs,
            String wholeTag,
            String from,
            Map<String, String> includes,
            String title)
            throws IOException {
        return new LogReport(files.stream().map(LogFile::new).toList(), fromMs, toMs, wholeTag)
                .read(from, includes, title);
    }

    private Optional<RunResults> read(String from, Map<String, String> includes, String title)
            throws IOException {
        forEach(this::measure);
        if (firstMs > lastMs) {
            for (LogFile file : files) {
                if (file.isNoLog()) {
                    throw new MalformedLogException(file.complaint() + ": no interval log");
                }
            }
            return Optional.empty();
        }
        bucketMs = Math.max(1, (lastMs - firstMs + MOST_POINTS - 1) / MOST_POINTS);
        forEach(this::add);
        Histogram whole = stages.getOrDefault(wholeTag, new Histogram(3));
        double seconds = (lastMs - firstMs) / 1e3;
        Percentiles latency = Percentiles.of(whole);
        List<StageFigure> parts = new ArrayList<>();
        stages.forEach(
                (tag, histogram) ->
                        parts.add(StageFigure.of(tag, includes.getOrDefault(tag, tag), histogram)));
        Repetition repetition =
                new Repetition(
                        latency.count() / seconds,
                        latency.count(),
                        latency.count(),
                        0,
                        0,
                        0,
                        latency);
        Measurement measurement =
                Measurement.builder(wholeTag, title, includes.getOrDefault(wholeTag, wholeTag))
                        .from(from)
                        .rate(latency.count() / seconds)
                        .seconds(0, seconds)
                        .repetitions(List.of(repetition))
                        .latencies(whole)
                        .stages(parts)
                        .series(series())
                        .build();
        return Optional.of(
                new RunResults(
                        RunResults.FORMAT,
                        title,
                        environment(),
                        List.of(measurement),
                        notes(),
                        JsonNodeFactory.instance.objectNode()));
    }

    private void forEach(Consumer<Histogram> consumer) throws IOException {
        for (LogFile file : files) {
            file.read(
                    interval -> {
                        long startMs = interval.getStartTimeStamp();
                        if (startMs >= fromMs && startMs < toMs) {
                            consumer.accept(interval);
                        }
                    });
        }
    }

    private void measure(Histogram interval) {
        firstMs = Math.min(firstMs, interval.getStartTimeStamp());
        lastMs = Math.max(lastMs, Math.max(interval.getEndTimeStamp(), firstMs + 1));
    }

    private void add(Histogram interval) {
        String tag = interval.getTag() == null ? wholeTag : interval.getTag();
        Bucket bucket =
                buckets.computeIfAbsent(
                        (interval.getStartTimeStamp() - firstMs) / bucketMs, b -> new Bucket());
        if (tag.equals(HiccupMeter.TAG)) {
            bucket.hiccupNs = Math.max(bucket.hiccupNs, interval.getMaxValue());
        } else if (tag.equals(GcMeter.TAG)) {
            bucket.gcMs += sumMs(interval);
        } else if (tag.equals(StealMeter.TAG)) {
            bucket.stolenMs += sumMs(interval);
        } else {
            stages.computeIfAbsent(tag, t -> new Histogram(3)).add(interval);
            if (tag.equals(wholeTag)) {
                bucket.whole.add(interval);
            }
        }
    }

    private static double sumMs(Histogram interval) {
        return interval.getMean() * interval.getTotalCount() / 1e6;
    }

    private List<SeriesPoint> series() {
        List<SeriesPoint> points = new ArrayList<>();
        buckets.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> points.add(point(entry.getKey(), entry.getValue())));
        return points;
    }

    private SeriesPoint point(long number, Bucket bucket) {
        Percentiles latency = Percentiles.of(bucket.whole);
        return new SeriesPoint(
                firstMs + number * bucketMs,
                bucketMs,
                latency.count(),
                latency.p50Us(),
                latency.p99Us(),
                latency.maxUs(),
                bucket.hiccupNs / 1e3,
                bucket.gcMs,
                bucket.stolenMs);
    }

    /** As the last log's writer told it; this JVM's where it did not. */
    private Environment environment() {
        return told().orElseGet(Environment::capture);
    }

    private Optional<Environment> told() {
        return files.get(files.size() - 1).environment();
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        files.stream()
                .filter(file -> file.unreadable() > 0)
                .forEach(file -> notes.add(file.complaint() + "; left out."));
        if (told().isEmpty()) {
            notes.add(
                    "The logs do not tell where they were written: the environment is that of the"
                            + " report.");
        }
        return notes;
    }
}
