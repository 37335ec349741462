package dev.peregrine.node.data;

import dev.peregrine.scoring.engine.Quarantine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The events that an operator has set aside, a line each: {@code SEQUENCE HASH}, as the node
 * printed it when it halted. Empty lines, and those that begin with {@code #}, say nothing.
 */
final class QuarantineFile {
    static final String FILE = "quarantine";

    private QuarantineFile() {}

    static Quarantine load(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Quarantine.NONE;
        }
        List<Quarantine.Entry> entries = new ArrayList<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                int number = i + 1;
                entries.add(
                        Quarantine.Entry.parse(line)
                                .orElseThrow(
                                        () ->
                                                new DataDirectoryException(
                                                        "%s:%d:1: \"%s\" is not a sequence and a hash"
                                                                .formatted(file, number, line))));
            }
        }
        return new Quarantine(entries);
    }
}
