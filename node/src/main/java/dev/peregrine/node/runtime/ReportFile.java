package dev.peregrine.node.runtime;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.peregrine.replay.lane.SideLane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/**
 * What is known of challengers, in a file that commands read whether the node runs or not. A reader
 * sees the old one or the new one.
 */
public final class ReportFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;

    private ReportFile(Path file) {
        this.file = file;
    }

    /** The file of a data directory. */
    public static ReportFile of(Path dataDirectory) {
        return new ReportFile(dataDirectory.resolve("side").resolve("challengers.json"));
    }

    /** Writes the reports of all tenants. */
    void write(SideLane lane) {
        try {
            ObjectNode json = JSON.createObjectNode();
            json.put("sequence", lane.reached());
            ObjectNode tenants = json.putObject("tenants");
            for (int tenantId : lane.tenants()) {
                tenants.set(Integer.toString(tenantId), JSON.readTree(lane.report(tenantId)));
            }
            Path unfinished = file.resolveSibling("." + file.getFileName());
            Files.write(unfinished, JSON.writeValueAsBytes(json));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }

    /**
     * A tenant's report, as {@code GET /v1/challengers} gives it; empty when there is none.
     *
     * @throws UncheckedIOException when it cannot be read
     */
    public Optional<JsonNode> read(int tenantId) {
        try {
            if (!Files.exists(file)) {
                return Optional.empty();
            }
            JsonNode json = JSON.readTree(file.toFile());
            return Optional.ofNullable(json.path("tenants").get(Integer.toString(tenantId)));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
    }
}
