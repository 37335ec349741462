package dev.peregrine.node.data;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * How another process asks a running node for something: a file in the data directory, answered by
 * another. Who may write there owns the data; nobody else can.
 *
 * <p>Any thread, any process; blocks on files.
 */
public final class Mailbox {
    private static final long POLL_NS = 50_000_000;
    private static final String REQUEST = ".request";
    private static final String ANSWER = ".answer";
    private static final String UNFINISHED = ".";

    private final Path directory;

    Mailbox(Path directory) {
        this.directory = directory;
    }

    /**
     * Something that was asked for.
     *
     * @param id names the answer
     * @param fields what was asked
     */
    public record Request(String id, Map<String, String> fields) {
        /** A field; empty when it was not given. */
        public Optional<String> find(String name) {
            return Optional.ofNullable(fields.get(name));
        }
    }

    /**
     * Asks the running node, and waits for its answer.
     *
     * @return the answer; empty when there was none in time
     * @throws DataDirectoryException when the directory cannot be written
     */
    public Optional<Map<String, String>> ask(Map<String, String> fields, Duration timeout) {
        String id = UUID.randomUUID().toString();
        Path request = directory.resolve(id + REQUEST);
        Path answer = directory.resolve(id + ANSWER);
        try {
            OwnerOnly.createDirectories(directory);
            put(request, fields);
            long start = System.nanoTime();
            while (!Files.exists(answer)) {
                if (System.nanoTime() - start > timeout.toNanos()
                        || Thread.currentThread().isInterrupted()) {
                    Files.deleteIfExists(request);
                    return Optional.empty();
                }
                LockSupport.parkNanos(POLL_NS);
            }
            Map<String, String> given = read(answer);
            Files.deleteIfExists(answer);
            return Optional.of(given);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Forgets what was asked of a node that no longer runs. */
    public void clear() {
        try {
            if (Files.isDirectory(directory)) {
                try (Stream<Path> files = Files.list(directory)) {
                    for (Path file : files.toList()) {
                        Files.deleteIfExists(file);
                    }
                }
            }
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** What is asked for, in no order. */
    public List<Request> requests() {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Mailbox::isRequest).map(Mailbox::request).toList();
        } catch (IOException | UncheckedIOException e) {
            throw failure(e);
        }
    }

    /** Answers a request, which is then done. */
    public void answer(Request request, Map<String, String> fields) {
        try {
            Files.deleteIfExists(directory.resolve(request.id() + REQUEST));
            put(directory.resolve(request.id() + ANSWER), fields);
        } catch (IOException e) {
            throw failure(e);
        }
    }

    /** Not one that is still being written. */
    private static boolean isRequest(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(REQUEST) && !name.startsWith(UNFINISHED);
    }

    private static Request request(Path file) {
        try {
            String name = file.getFileName().toString();
            return new Request(name.substring(0, name.length() - REQUEST.length()), read(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> read(Path file) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(Files.readString(file)));
        Map<String, String> fields = new TreeMap<>();
        properties.stringPropertyNames().forEach(n -> fields.put(n, properties.getProperty(n)));
        return fields;
    }

    /** Whoever looks sees nothing or all of it. */
    private void put(Path file, Map<String, String> fields) throws IOException {
        Properties properties = new Properties();
        properties.putAll(fields);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        Path unfinished = directory.resolve(UNFINISHED + file.getFileName());
        Files.write(unfinished, text.toString().getBytes(StandardCharsets.UTF_8));
        Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private DataDirectoryException failure(Exception cause) {
        return new DataDirectoryException(
                directory + ": cannot be read or written: " + cause.getMessage(), cause);
    }
}
