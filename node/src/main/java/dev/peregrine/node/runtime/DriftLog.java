package dev.peregrine.node.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.peregrine.replay.monitor.Drift;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The drifts that monitors have found, in a file that commands read whether the node runs or not: a
 * line of JSON for each, the oldest first, at most 1,000. The file is written as a whole, so that a
 * reader, or a start after a kill, sees the old one or the new one.
 *
 * <p>One thread writes, any reads. Blocks on the disk.
 */
public final class DriftLog {
    private static final int MOST = 1_000;
    private static final String DETECTOR = "adwin";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final int most;

    /**
     * @param most drifts that are kept
     */
    DriftLog(Path file, int most) {
        this.file = file;
        this.most = most;
    }

    /** The file of a data directory. */
    public static DriftLog of(Path dataDirectory) {
        return new DriftLog(dataDirectory.resolve("side").resolve("drifts.ndjson"), MOST);
    }

    /**
     * Adds a drift, and drops those that are older than it by more than a time.
     *
     * @param retentionNs the time, nanoseconds; 0 for no end
     * @throws UncheckedIOException when it cannot be written
     */
    void add(Drift drift, long retentionNs) {
        List<Drift> kept = new ArrayList<>(read());
        kept.removeIf(
                old ->
                        retentionNs > 0
                                && drift.ingressTimeNs() - old.ingressTimeNs() > retentionNs);
        kept.add(drift);
        StringBuilder lines = new StringBuilder();
        try {
            for (Drift each : kept.subList(Math.max(0, kept.size() - most), kept.size())) {
                lines.append(JSON.writeValueAsString(fields(each))).append('\n');
            }
            Path unfinished = file.resolveSibling("." + file.getFileName());
            Files.writeString(unfinished, lines);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A tenant's drifts, the oldest first.
     *
     * @throws UncheckedIOException when they cannot be read
     */
    public List<Drift> of(int tenantId) {
        return read().stream().filter(drift -> drift.tenantId() == tenantId).toList();
    }

    /** A tenant's last drift, if it was found after a time. */
    public Optional<Drift> lastSince(int tenantId, Instant time) {
        List<Drift> all = of(tenantId);
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(all.get(all.size() - 1)).filter(last -> time(last).isAfter(time));
    }

    /** What is told of a drift: texts and numbers by name. */
    public static Map<String, Object> fields(Drift drift) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("time", time(drift).toString());
        fields.put("tenant", drift.tenantId());
        fields.put("stream", drift.stream().externalName());
        fields.put("detector", DETECTOR);
        fields.put("mean_before", drift.before());
        fields.put("mean_after", drift.after());
        fields.put("numbers", drift.numbers());
        return fields;
    }

    /** When a drift was found, by the ingress time of the payment at hand. */
    public static Instant time(Drift drift) {
        return Instant.EPOCH.plusNanos(drift.ingressTimeNs());
    }

    private List<Drift> read() {
        if (!Files.exists(file)) {
            return List.of();
        }
        try {
            List<Drift> drifts = new ArrayList<>();
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                drifts.add(drift(JSON.readTree(line)));
            }
            return drifts;
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    private static Drift drift(JsonNode json) {
        return new Drift(
                json.path("tenant").asInt(),
                Drift.Stream.of(json.path("stream").asText()),
                json.path("mean_before").asDouble(),
                json.path("mean_after").asDouble(),
                json.path("numbers").asLong(),
                ChronoUnit.NANOS.between(Instant.EPOCH, Instant.parse(json.path("time").asText())));
    }
}
