package dev.peregrine.latency.peers.own;

import dev.peregrine.latency.embedded.Installation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** {@code policies/fraud-handbook} with other numbers: how late events may be, how many keys. */
final class HandbookPolicy {
    private static final String NAME = "fraud-handbook";

    private HandbookPolicy() {}

    /**
     * Writes the bundle.
     *
     * @param directory made
     * @param latenessDays how much older than its arrival a payment may be
     * @param capacity customers, and terminals, that there is room for
     */
    static Path write(Path directory, int latenessDays, int capacity) throws IOException {
        Path source = Installation.policy(NAME);
        List<Path> paths;
        try (Stream<Path> all = Files.walk(source)) {
            paths = all.sorted().toList();
        }
        for (Path path : paths) {
            Path target = directory.resolve(source.relativize(path).toString());
            if (Files.isDirectory(path)) {
                Files.createDirectories(target);
            } else {
                Files.copy(path, target);
            }
        }
        Path features = directory.resolve("features.yaml");
        String text = Files.readString(features, StandardCharsets.UTF_8);
        text = replace(text, "lateness: 0s", "lateness: " + latenessDays + "d");
        text = replace(text, "capacity: 20000", "capacity: " + capacity);
        Files.writeString(features, text, StandardCharsets.UTF_8);
        return directory;
    }

    private static String replace(String text, String what, String by) throws IOException {
        if (!text.contains(what)) {
            throw new IOException("policy " + NAME + " has no '" + what + "' in features.yaml");
        }
        return text.replace(what, by);
    }
}
