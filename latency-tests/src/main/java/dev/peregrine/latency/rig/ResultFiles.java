package dev.peregrine.latency.rig;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** Writes results as JSON, and histograms as {@code .hgrm}, into a directory. */
public final class ResultFiles {
    private static final double NS_PER_US = 1_000;
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 99.99};

    private final ObjectMapper mapper =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private final Path directory;

    /** Makes the directory where it is missing. */
    public ResultFiles(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
    }

    /** An empty result. */
    public ObjectNode newResult(Environment environment) {
        ObjectNode root = mapper.createObjectNode();
        root.set("environment", mapper.valueToTree(environment));
        return root;
    }

    /** Adds a measurement under its name, and writes its histogram beside. */
    public void add(ObjectNode root, LoadResult result, String includes) throws IOException {
        ObjectNode node = root.withObjectProperty(result.name());
        node.put("includes", includes);
        node.put("status", result.isComplete() ? "OK" : "FAIL");
        node.put("rate_planned_per_second", result.plan().ratePerSecond());
        node.put("rate_achieved_per_second", result.achievedRate());
        node.put("warm_up_seconds", result.plan().warmUpSeconds());
        node.put("measured_seconds", result.plan().measuredSeconds());
        node.put("sent", result.sent());
        node.put("answered", result.answered());
        node.put("failed", result.failed());
        node.put("missed_schedules", result.missedSchedules());
        node.put("back_pressured", result.backPressured());
        ObjectNode latency = node.putObject("latency_us");
        for (double percentile : PERCENTILES) {
            String name = String.format(Locale.ROOT, "p%s", percentile).replaceAll("\\.0$", "");
            latency.put(name, result.micros(percentile));
        }
        latency.put("max", result.latencies().getMaxValue() / NS_PER_US);
        latency.put("mean", result.latencies().getMean() / NS_PER_US);
        histogram(result.name(), result.latencies());
    }

    /** Writes a histogram, in microseconds, in the form that HdrHistogram's plotter reads. */
    public Path histogram(String name, Histogram histogram) throws IOException {
        Path file = directory.resolve(name + ".hgrm");
        try (PrintStream out = new PrintStream(file.toFile(), StandardCharsets.UTF_8)) {
            histogram.outputPercentileDistribution(out, NS_PER_US);
        }
        return file;
    }

    /** Writes a result. */
    public Path write(String name, ObjectNode root) throws IOException {
        Path file = directory.resolve(name + ".json");
        mapper.writeValue(file.toFile(), root);
        return file;
    }
}
