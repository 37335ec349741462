package dev.peregrine.latency.embedded;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/** Where the project's directory is, so that commands work from any working directory. */
public final class Installation {
    private Installation() {}

    /** The directory that holds {@code policies/}; the working directory when there is none. */
    public static Path root() {
        Path working = Path.of("").toAbsolutePath();
        CodeSource source = Installation.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return working;
        }
        try {
            Path place = Path.of(source.getLocation().toURI());
            while (place != null && !Files.isDirectory(place.resolve("policies"))) {
                place = place.getParent();
            }
            return place == null ? working : place;
        } catch (URISyntaxException e) {
            return working;
        }
    }

    /** Names of the project's policy bundles. */
    public static List<String> policies() throws IOException {
        try (Stream<Path> bundles = Files.list(root().resolve("policies"))) {
            return bundles.filter(Files::isDirectory)
                    .map(bundle -> bundle.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    /** Directory of one of the project's policy bundles. */
    public static Path policy(String name) {
        return root().resolve("policies").resolve(name);
    }
}
