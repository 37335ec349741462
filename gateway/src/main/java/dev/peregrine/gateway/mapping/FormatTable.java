package dev.peregrine.gateway.mapping;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A foreign format: its messages' tables and its tables of codes. Immutable.
 *
 * @param name of the format and of its file
 * @param title for people
 * @param about what the format is and how its messages are served, in paragraphs, for people
 * @param codes tables of codes by name
 * @param messages tables of messages by name
 */
public record FormatTable(
        String name,
        String title,
        List<String> about,
        Map<String, CodeTable> codes,
        Map<String, MessageTable> messages) {
    /** Where the formats that come with Peregrine lie among the resources. */
    static final String RESOURCES = "/dev/peregrine/gateway/formats/";

    static final String EXTENSION = ".yaml";

    private static final Map<String, FormatTable> STANDARD = new ConcurrentHashMap<>();

    public FormatTable {
        about = List.copyOf(about);
        codes = Collections.unmodifiableMap(new LinkedHashMap<>(codes));
        messages = Collections.unmodifiableMap(new LinkedHashMap<>(messages));
    }

    /**
     * Reads the table of a format as it comes with Peregrine.
     *
     * @throws MappingException with every mistake and its place
     */
    public static FormatTable load(String name) {
        return STANDARD.computeIfAbsent(name, n -> FormatReader.read(n + EXTENSION, resource(n)));
    }

    /**
     * Reads the table of a format, from a directory if it has a file for it.
     *
     * @param directory of tables that replace those that come with Peregrine; empty for none
     * @throws MappingException with every mistake and its place
     */
    public static FormatTable load(String name, Optional<Path> directory) {
        Optional<Path> own = directory.map(d -> d.resolve(name + EXTENSION)).filter(Files::exists);
        if (own.isEmpty()) {
            return load(name);
        }
        try {
            return FormatReader.read(own.get().toString(), Files.readString(own.get()))
                    .replacing(load(name), own.get().toString());
        } catch (IOException e) {
            throw new MappingException(
                    List.of(own.get() + ": cannot be read: " + e.getClass().getSimpleName()));
        }
    }

    private static String resource(String name) {
        try (InputStream in = FormatTable.class.getResourceAsStream(RESOURCES + name + EXTENSION)) {
            if (in == null) {
                throw new IllegalArgumentException("no such format: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** This one, after it was seen to have all tables of the one that it replaces. */
    private FormatTable replacing(FormatTable standard, String file) {
        for (String message : standard.messages.keySet()) {
            if (!messages.containsKey(message)) {
                throw new MappingException(List.of(file + ": missing message '" + message + "'"));
            }
        }
        for (String code : standard.codes.keySet()) {
            if (!codes.containsKey(code)) {
                throw new MappingException(List.of(file + ": missing table '" + code + "'"));
            }
        }
        return this;
    }

    /** The table of a message. */
    public MessageTable message(String message) {
        MessageTable table = messages.get(message);
        if (table == null) {
            throw new IllegalArgumentException(name + " has no message " + message);
        }
        return table;
    }

    /** A table of codes. */
    public CodeTable code(String table) {
        CodeTable found = codes.get(table);
        if (found == null) {
            throw new IllegalArgumentException(name + " has no table " + table);
        }
        return found;
    }
}
