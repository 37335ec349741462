package dev.peregrine.replay.lists;

import dev.peregrine.policy.ListSpec;
import dev.peregrine.policy.yaml.Suggestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A directory with a file {@code NAME.csv} for each list that is to have entries. */
public final class ListDirectory {
    private static final String ENDING = ".csv";

    private ListDirectory() {}

    /**
     * The files by their lists' names. Reads the directory.
     *
     * @throws IllegalArgumentException when a file is of no list that is declared
     * @throws IOException when the directory cannot be read
     */
    public static Map<String, Path> files(Path directory, List<ListSpec> lists) throws IOException {
        List<String> names = lists.stream().map(ListSpec::name).toList();
        Map<String, Path> files = new TreeMap<>();
        try (Stream<Path> children = Files.list(directory)) {
            for (Path file : children.sorted().toList()) {
                String fileName = file.getFileName().toString();
                if (!fileName.endsWith(ENDING)) {
                    continue;
                }
                String name = fileName.substring(0, fileName.length() - ENDING.length());
                if (!names.contains(name)) {
                    throw new IllegalArgumentException(
                            file
                                    + ": the policy declares no list '"
                                    + name
                                    + "'"
                                    + Suggestion.of(name, names));
                }
                files.put(name, file);
            }
        }
        return files;
    }
}
