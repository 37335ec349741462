package dev.peregrine.node.data;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What was done to a node by people, and by the node in their place: a line of JSON for each. A
 * line holds the SHA-256 of the one before, so that what is changed or taken out later shows. A
 * line that was written survives a loss of power.
 *
 * <p>Any thread. Blocks on the file.
 */
public final class AuditLog {
    /** Name of the file in the data directory. */
    public static final String FILE = "audit.log";

    private static final String NO_LINE = "0".repeat(64);
    private static final JsonFactory JSON = new JsonFactory();

    private final Path file;
    private final List<AuditEntry> entries = new ArrayList<>();
    private String lastHash = NO_LINE;

    private AuditLog(Path file) {
        this.file = file;
    }

    /**
     * Reads a log, and cuts off a last line that was not written to its end.
     *
     * @throws DataDirectoryException naming the line that does not follow from those before
     */
    public static AuditLog open(Path dataDir) {
        return load(dataDir, true);
    }

    /** Reads a log that a running node may be writing. */
    public static AuditLog read(Path dataDir) {
        return load(dataDir, false);
    }

    private static AuditLog load(Path dataDir, boolean mend) {
        AuditLog log = new AuditLog(dataDir.resolve(FILE));
        try {
            if (Files.exists(log.file)) {
                log.load(Files.readAllBytes(log.file), mend);
            }
            return log;
        } catch (IOException e) {
            throw log.failure("cannot be read: " + e.getMessage(), e);
        }
    }

    private void load(byte[] bytes, boolean mend) throws IOException {
        int start = 0;
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] == '\n') {
                add(new String(bytes, start, i - start, StandardCharsets.UTF_8));
                start = i + 1;
            }
        }
        if (mend && start < bytes.length) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(start);
            }
        }
    }

    private void add(String line) {
        int number = entries.size() + 1;
        Map<String, String> fields;
        AuditEntry entry;
        try {
            fields = parse(line);
            entry =
                    new AuditEntry(
                            Long.parseLong(fields.remove("n")),
                            Instant.parse(fields.remove("time")),
                            fields.remove("actor"),
                            fields.remove("action"),
                            fields.remove("outcome"),
                            Map.of());
        } catch (IOException | NumberFormatException | DateTimeParseException e) {
            throw failure("line " + number + " is no entry", e);
        }
        if (entry.number() != number || !lastHash.equals(fields.remove("previous"))) {
            throw failure("line " + number + " does not follow from those before it", null);
        }
        entries.add(
                new AuditEntry(
                        number,
                        entry.time(),
                        entry.actor(),
                        entry.action(),
                        entry.outcome(),
                        fields));
        lastHash = sha256(line);
    }

    /** All entries so far, oldest first. */
    public synchronized List<AuditEntry> entries() {
        return List.copyOf(entries);
    }

    /**
     * Writes an entry. It is on the disk when this returns.
     *
     * @param details must not use the names n, time, actor, action, outcome, previous
     * @throws DataDirectoryException when the disk refuses
     */
    public synchronized AuditEntry append(
            String actor, String action, String outcome, Map<String, String> details) {
        AuditEntry entry =
                new AuditEntry(entries.size() + 1L, Instant.now(), actor, action, outcome, details);
        try {
            String line = format(entry);
            try (FileChannel channel =
                    FileChannel.open(
                            file,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.APPEND)) {
                ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            entries.add(entry);
            lastHash = sha256(line);
            return entry;
        } catch (IOException e) {
            throw failure("cannot be written: " + e.getMessage(), e);
        }
    }

    private String format(AuditEntry entry) throws IOException {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("n", Long.toString(entry.number()));
            json.writeStringField("time", entry.time().toString());
            json.writeStringField("actor", entry.actor());
            json.writeStringField("action", entry.action());
            json.writeStringField("outcome", entry.outcome());
            for (Map.Entry<String, String> detail : entry.details().entrySet()) {
                json.writeStringField(detail.getKey(), detail.getValue());
            }
            json.writeStringField("previous", lastHash);
            json.writeEndObject();
        }
        return text.toString();
    }

    private static Map<String, String> parse(String line) throws IOException {
        Map<String, String> fields = new TreeMap<>();
        try (JsonParser json = JSON.createParser(line)) {
            boolean object = json.nextToken() == JsonToken.START_OBJECT;
            while (object && json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                fields.put(name, json.getText());
            }
        }
        for (String name : List.of("n", "time", "actor", "action", "outcome", "previous")) {
            if (!fields.containsKey(name)) {
                throw new IOException("no " + name);
            }
        }
        return fields;
    }

    private static String sha256(String line) {
        try {
            return HexFormat.of()
                    .formatHex(
                            MessageDigest.getInstance("SHA-256")
                                    .digest(line.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private DataDirectoryException failure(String what, Exception cause) {
        return new DataDirectoryException(file + ": " + what, cause);
    }
}
