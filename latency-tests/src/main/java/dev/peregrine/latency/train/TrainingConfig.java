package dev.peregrine.latency.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A LightGBM configuration file: {@code key = value}, a line each; what follows a # is a comment.
 *
 * @param parameters in the file's order
 */
public record TrainingConfig(Map<String, String> parameters) {
    private static final int DEFAULT_ITERATIONS = 100;

    /**
     * Reads a file.
     *
     * @throws IOException when it cannot be read, or a line has another form, with the place
     */
    public static TrainingConfig read(Path file) throws IOException {
        Map<String, String> parameters = new LinkedHashMap<>();
        int line = 0;
        for (String text : Files.readAllLines(file)) {
            line++;
            String content = text.replaceFirst("#.*", "").strip();
            int equals = content.indexOf('=');
            if (content.isEmpty()) {
                continue;
            }
            if (equals < 1) {
                throw new IOException(file + ":" + line + ":1: expected key = value");
            }
            parameters.put(
                    content.substring(0, equals).strip(), content.substring(equals + 1).strip());
        }
        return new TrainingConfig(parameters);
    }

    int iterations() {
        return Integer.parseInt(
                parameters.getOrDefault("num_iterations", String.valueOf(DEFAULT_ITERATIONS)));
    }

    /** As LightGBM's C functions take it. */
    String text() {
        return parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + parameter.getValue())
                .collect(Collectors.joining(" "));
    }
}
