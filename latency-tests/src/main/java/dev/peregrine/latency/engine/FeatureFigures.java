package dev.peregrine.latency.engine;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a run of {@link FeatureBenchmark} found beside times. Goes from JMH's JVM to the command's
 * by a file.
 *
 * @param entities held at the end, of all types
 * @param saturated of them, those that lost events to max_events
 * @param dropped entities that went because their windows were empty
 * @param events in the longest window at the end, each counted once
 * @param entityBytes records, keys, indexes and queues
 * @param historyBytes rings of events and tables of values
 * @param cpuNs nanoseconds of processor time that an event took, in the median measured batch: what
 *     it takes in time where nothing else wants the core
 * @param allocatedBytes bytes allocated on the heap in the measured batch that allocated least
 * @param accessLines cache lines of a state access
 * @param accessNs nanoseconds of a state access through the hot path
 * @param plainNs nanoseconds of an access to a plain table that touches as many lines
 */
public record FeatureFigures(
        long entities,
        long saturated,
        long dropped,
        long events,
        long entityBytes,
        long historyBytes,
        double cpuNs,
        long allocatedBytes,
        double accessLines,
        double accessNs,
        double plainNs) {
    /** System property of JMH's JVM that names the directory for such files. */
    public static final String DIRECTORY = "peregrine.bench.figures";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** Writes the file, where the property names a directory. */
    void write(int cards, int features) throws IOException {
        String directory = System.getProperty(DIRECTORY);
        if (directory != null) {
            MAPPER.writeValue(file(Path.of(directory), cards, features).toFile(), this);
        }
    }

    /** Reads what a run has written. */
    public static FeatureFigures read(Path directory, int cards, int features) throws IOException {
        return MAPPER.readValue(
                Files.readAllBytes(file(directory, cards, features)), FeatureFigures.class);
    }

    private static Path file(Path directory, int cards, int features) {
        return directory.resolve("features-" + cards + "-" + features + ".json");
    }
}
