package dev.peregrine.node.latency;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.peregrine.report.latency.Percentiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;

/**
 * What a running node tells of its last second: a small file that it replaces each second, for
 * {@code peregrine top}. Nothing is lost when it is deleted.
 *
 * @param timeMs end of the second, epoch milliseconds
 * @param pid of the node's process
 * @param upMs milliseconds since the process began
 * @param stages by their labels: what was recorded in the last second
 * @param sinceStart by their labels: what was recorded since the start
 * @param counts events since the start: decisions by action, acknowledged, replayed, refused
 * @param hiccupUs longest time in the last second that a thread which wanted to run could not
 * @param gcPauses collections since the start
 * @param gcMs milliseconds in them
 * @param heapBytes heap in use
 */
public record LiveLatency(
        long timeMs,
        long pid,
        long upMs,
        Map<String, Percentiles> stages,
        Map<String, Percentiles> sinceStart,
        Map<String, Long> counts,
        double hiccupUs,
        long gcPauses,
        long gcMs,
        long heapBytes) {
    private static final String FILE = "live.json";
    private static final ObjectMapper MAPPER =
            new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    /** Replaces the file of a directory, whole or not at all. */
    void write(Path directory) throws IOException {
        Path temporary = directory.resolve(FILE + ".tmp");
        Files.write(temporary, MAPPER.writeValueAsBytes(this));
        Files.move(temporary, directory.resolve(FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Reads the file of a directory; empty when there is none.
     *
     * @throws IOException when it is none of ours
     */
    public static Optional<LiveLatency> read(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return Optional.of(MAPPER.readValue(Files.readAllBytes(file), LiveLatency.class));
    }

    /** A node that has ended leaves no file that tells of now. */
    static void delete(Path directory) throws IOException {
        Files.deleteIfExists(directory.resolve(FILE));
    }
}
