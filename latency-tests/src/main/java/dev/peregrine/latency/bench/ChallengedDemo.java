package dev.peregrine.latency.bench;

import dev.peregrine.latency.embedded.Installation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** Policy demo with three challengers, made out of the project's bundle. */
final class ChallengedDemo {
    private static final String CHALLENGERS =
            """

            challengers:
              scorecard: {champion: newcomer}
              stricter: {rules: [watched-newcomer]}
              wider: {policy: wider}
            """;
    private static final String FEATURES =
            """

              - {name: card_count_7d, aggregate: count, entity: card, window: 7d}
              - {name: merchant_sum_1d, aggregate: sum, entity: merchant, window: 1d}
            """;
    private static final String CALIBRATION =
            """

            calibration: {points: [[0, 0], [60, 999]]}
            """;
    private static final String RULE =
            """
            rules:
              - id: watched-newcomer
                description: A high amount from somebody who is new.
                when: features.amount > 500.0 && model.newcomer.margin > 25.0
                points: 300
                shadow: true
                reason: {code: NEWCOMER, text: A high amount from somebody who is new.}
            """;

    private ChallengedDemo() {}

    /**
     * Makes the bundle.
     *
     * @param directory that is not yet there
     * @param challenged with challengers; else the same policy alone
     */
    static Path make(Path directory, boolean challenged) throws IOException {
        Path demo = Installation.policy("demo");
        copy(demo, directory);
        prepare(directory);
        if (challenged) {
            Path wider = directory.resolve("challengers").resolve("wider");
            copy(demo, wider);
            prepare(wider);
            append(wider.resolve("features.yaml"), FEATURES);
            append(directory.resolve("policy.yaml"), CHALLENGERS);
        }
        return directory;
    }

    private static void prepare(Path bundle) throws IOException {
        append(bundle.resolve("models").resolve("newcomer.yaml"), CALIBRATION);
        Files.writeString(bundle.resolve("rules").resolve("watched.yaml"), RULE);
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            List<Path> all = paths.toList();
            for (Path path : all) {
                Path target = to.resolve(from.relativize(path).toString());
                if (Files.isDirectory(path)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(path, target);
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
