package dev.peregrine.latency.peers;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * A contender's own JVM: runs all rows once and keeps the features, then again for throughput, then
 * at each rate for latencies. Every run's features must be those that were kept. Writes {@value
 * #FEATURES}, {@value #RESULTS} and a histogram for each rate into its directory; says on standard
 * output how it gets on.
 */
public final class ContenderMain {
    static final String FEATURES = "features.bin";
    static final String RESULTS = "results.properties";

    private final Properties results = new Properties();
    private final Contender contender;
    private final boolean computes;
    private final PaymentRows rows;
    private final Path directory;
    private final PeersPlan plan;
    private Outputs kept;
    private int runs;

    private ContenderMain(String[] arguments) throws Exception {
        contender =
                Class.forName(arguments[0])
                        .asSubclass(Contender.class)
                        .getConstructor(Map.class)
                        .newInstance(Entry.settings(arguments[1]));
        computes = Boolean.parseBoolean(arguments[2]);
        rows = PaymentRows.read(Path.of(arguments[3]));
        directory = Path.of(arguments[4]);
        plan = PeersPlan.of(arguments[5]);
    }

    /** Arguments: class, settings, whether it computes, file of rows, directory, plan. */
    @SuppressWarnings("SystemExitOutsideMain")
    public static void main(String[] arguments) {
        int code = 0;
        try {
            new ContenderMain(arguments).run();
        } catch (Throwable e) {
            e.printStackTrace();
            code = 1;
        }
        // Threads of a peer that did not end must not keep the JVM.
        System.exit(code);
    }

    private void run() throws Exception {
        if (computes) {
            kept = Outputs.create(directory.resolve(FEATURES), rows.size());
            measure(Schedule.unlimited(), rows, kept);
        } else {
            measure(Schedule.unlimited(), rows, null);
        }
        for (int round = 1; round <= plan.rounds(); round++) {
            ResultSink sink = measure(Schedule.unlimited(), rows, null);
            double rate = rows.size() / sink.seconds();
            results.setProperty("throughput." + round, Double.toString(rate));
            results.setProperty("cores." + round, Double.toString(sink.cores()));
            say("round %d: %,.0f rows/s on %.2f cores", round, rate, sink.cores());
        }
        for (double rate : plan.rates()) {
            int count = plan.rows(rate, rows.size());
            Schedule schedule = new Schedule(rate, plan.warmUpRows(rate, count));
            Histogram latencies = measure(schedule, rows.first(count), null).latencies();
            write(latencies, directory.resolve(histogramName(rate)));
            say(
                    "%,.0f rows/s: p50 %,.1f us, p99 %,.1f us, max %,.1f us",
                    rate,
                    latencies.getValueAtPercentile(50) / 1e3,
                    latencies.getValueAtPercentile(99) / 1e3,
                    latencies.getMaxValue() / 1e3);
        }
        contender
                .configuration()
                .forEach((key, value) -> results.setProperty("configuration." + key, value));
        try (OutputStream out = Files.newOutputStream(directory.resolve(RESULTS))) {
            results.store(out, null);
        }
    }

    static String histogramName(double rate) {
        return String.format(Locale.ROOT, "latency-%.0f.hist", rate);
    }

    private ResultSink measure(Schedule schedule, PaymentRows some, Outputs into) throws Exception {
        Path work = Files.createDirectory(directory.resolve("run-" + ++runs));
        ResultSink sink = new ResultSink(schedule, into, some.size());
        System.gc();
        contender.run(some, schedule, sink, work);
        delete(work);
        if (computes) {
            check(sink, some.size());
        }
        return sink;
    }

    private void check(ResultSink sink, int expected) {
        if (sink.rows() != expected) {
            throw new IllegalStateException(sink.rows() + " results of " + expected + " rows");
        }
        if (sink.checksum() != kept.checksum(expected)) {
            throw new IllegalStateException("run " + runs + " gave other features than run 1");
        }
    }

    private static void write(Histogram histogram, Path file) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoByteBuffer(buffer);
        try (OutputStream out = Files.newOutputStream(file)) {
            out.write(buffer.array(), 0, length);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            paths.sorted(Comparator.reverseOrder())
                    .forEach(
                            path -> {
                                try {
                                    Files.deleteIfExists(path);
                                } catch (IOException e) {
                                    throw new UncheckedIOException(e);
                                }
                            });
        }
    }

    private static void say(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
