package dev.peregrine.latency.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * What a contender measured.
 *
 * @param entry which one
 * @param throughputs rows a second of each round
 * @param cores busy cores of each round
 * @param latencies by rate, nanoseconds from a row's planned time to its result
 * @param configuration how it was set up
 */
record ContenderResult(
        Entry entry,
        List<Double> throughputs,
        List<Double> cores,
        Map<Double, Histogram> latencies,
        Map<String, String> configuration) {
    private static final String CONFIGURATION = "configuration.";

    /** Reads what {@link ContenderMain} left in a directory. */
    static ContenderResult read(Entry entry, Path directory, PeersPlan plan) throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Files.newInputStream(directory.resolve(ContenderMain.RESULTS))) {
            properties.load(in);
        }
        Map<Double, Histogram> latencies = new TreeMap<>();
        for (double rate : plan.rates()) {
            Path file = directory.resolve(ContenderMain.histogramName(rate));
            latencies.put(
                    rate,
                    Histogram.decodeFromByteBuffer(ByteBuffer.wrap(Files.readAllBytes(file)), 0));
        }
        Map<String, String> configuration = new TreeMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith(CONFIGURATION)) {
                configuration.put(
                        name.substring(CONFIGURATION.length()), properties.getProperty(name));
            }
        }
        return new ContenderResult(
                entry,
                rounds(properties, "throughput.", plan.rounds()),
                rounds(properties, "cores.", plan.rounds()),
                latencies,
                configuration);
    }

    private static List<Double> rounds(Properties properties, String name, int rounds) {
        return IntStream.rangeClosed(1, rounds)
                .mapToObj(round -> Double.valueOf(properties.getProperty(name + round)))
                .toList();
    }

    /** Rows a second, the median of the rounds. */
    double rowsPerSecond() {
        return median(throughputs);
    }

    /** Busy cores, the median of the rounds. */
    double busyCores() {
        return median(cores);
    }

    private static double median(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
