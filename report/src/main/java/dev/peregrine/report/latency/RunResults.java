package dev.peregrine.report.latency;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code results.json}: everything that a run measured.
 *
 * @param format of the file
 * @param title of the run
 * @param environment where the figures come from
 * @param measurements in the order in which they were taken
 * @param notes sentences about the whole run
 * @param other figures that are no latencies, by what measured them
 */
public record RunResults(
        int format,
        String title,
        Environment environment,
        List<Measurement> measurements,
        List<String> notes,
        JsonNode other) {
    /** What a file of another version does not tell is empty. */
    public RunResults {
        notes = Objects.requireNonNullElse(notes, List.of());
    }

    /** Version of the file's format. */
    public static final int FORMAT = 1;

    /** Name of the file. */
    public static final String FILE = "results.json";

    /** The measurement of a name. */
    public Optional<Measurement> measurement(String name) {
        return measurements.stream().filter(m -> m.name().equals(name)).findFirst();
    }

    /** What a measurement stands on. */
    public Optional<Measurement> floorOf(Measurement measurement) {
        return measurement.floor() == null ? Optional.empty() : measurement(measurement.floor());
    }

    /** The same without what only plots need, and without the JVM's flags, which name paths. */
    public RunResults figuresOnly() {
        return new RunResults(
                format,
                title,
                environment.withoutFlags(),
                measurements.stream().map(Measurement::figuresOnly).toList(),
                notes,
                JsonNodeFactory.instance.objectNode());
    }

    /** Writes the file. */
    public void write(Path file) throws IOException {
        Json.mapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
    }

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or is none of ours; the message says what is
     *     wrong
     */
    public static RunResults read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": no such file");
        }
        try {
            JsonNode root = Json.mapper().readTree(file.toFile());
            if (root.path("format").asInt() != FORMAT || !root.path("measurements").isArray()) {
                throw new IOException(
                        file + ": no results of peregrine bench, or of another version");
            }
            if (!root.path("environment").isObject() || !root.path("title").isTextual()) {
                throw new IOException(file + ": has no title or no environment");
            }
            RunResults results = Json.mapper().treeToValue(root, RunResults.class);
            for (int i = 0; i < results.measurements().size(); i++) {
                check(file, i, results.measurements().get(i));
            }
            return results;
        } catch (JsonProcessingException e) {
            throw new IOException(file + ": " + e.getOriginalMessage(), e);
        }
    }

    /** What everything that reads results takes for granted. */
    private static void check(Path file, int index, Measurement measurement) throws IOException {
        if (measurement == null || measurement.name() == null) {
            throw new IOException(file + ": measurements[" + index + "] has no name");
        }
        boolean measured =
                measurement.repetitions() != null
                        && !measurement.repetitions().isEmpty()
                        && measurement.repetitions().stream()
                                .allMatch(r -> r != null && r.latency() != null);
        if (!measured) {
            throw new IOException(
                    file
                            + ": measurements["
                            + index
                            + "] ("
                            + measurement.name()
                            + ") has no repetitions with their latency");
        }
    }
}
