package dev.peregrine.policy;

import dev.peregrine.policy.yaml.Problems;
import dev.peregrine.policy.yaml.Suggestion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The files that belong to a bundle, read once: {@code policy.yaml}, {@code attributes.yaml},
 * {@code zones.yaml}, {@code lists.yaml}, {@code features.yaml}, {@code rules/*.yaml} and {@code
 * input.yaml}. Other files beside them (a README, hidden files) do not belong to it; a stray YAML
 * file is a mistake.
 */
final class BundleFiles {
    static final String POLICY = "policy.yaml";
    static final String ATTRIBUTES = "attributes.yaml";
    static final String ZONES = "zones.yaml";
    static final String LISTS = "lists.yaml";
    static final String FEATURES = "features.yaml";
    static final String INPUT = "input.yaml";
    static final String RULES = "rules";

    private static final List<String> TOP_LEVEL =
            List.of(POLICY, ATTRIBUTES, ZONES, LISTS, FEATURES, INPUT);

    private final Path dir;
    private final Problems problems;
    private final TreeMap<String, byte[]> contents = new TreeMap<>();

    private BundleFiles(Path dir, Problems problems) {
        this.dir = dir;
        this.problems = problems;
    }

    /** Contents by relative path with '/', in order of path. */
    static SortedMap<String, byte[]> read(Path dir, Problems problems) {
        BundleFiles files = new BundleFiles(dir, problems);
        if (!Files.isDirectory(dir)) {
            String message = Files.exists(dir) ? "is no directory" : "no such directory";
            problems.addFile(dir.toString(), 0, message);
        } else {
            files.readAll();
        }
        return Collections.unmodifiableSortedMap(files.contents);
    }

    /** Rank of a file's problems: policy, attributes, zones, lists, features, rules, input. */
    static int order(String path) {
        return switch (path) {
            case POLICY -> 1;
            case ATTRIBUTES -> 2;
            case ZONES -> 3;
            case LISTS -> 4;
            case FEATURES -> 5;
            case INPUT -> 7;
            default -> 6;
        };
    }

    private void readAll() {
        for (Path path : yamlFiles(dir)) {
            String name = path.getFileName().toString();
            if (!TOP_LEVEL.contains(name)) {
                String near = Suggestion.of(name, TOP_LEVEL);
                tell(name, "is no part of a bundle" + near);
            }
        }
        readFile(POLICY, true);
        readFile(ATTRIBUTES, false);
        readFile(ZONES, false);
        readFile(LISTS, false);
        readFile(FEATURES, true);
        readFile(INPUT, false);
        Path rules = dir.resolve(RULES);
        if (Files.exists(rules) && !Files.isDirectory(rules)) {
            tell(RULES, "is no directory");
        }
        if (!Files.isDirectory(rules) || !isInside(RULES)) {
            return;
        }
        List<Path> ruleFiles = yamlFiles(rules);
        if (ruleFiles.size() > BundleLimits.MAX_RULE_FILES) {
            tell(RULES, "more than " + BundleLimits.MAX_RULE_FILES + " files");
            return;
        }
        for (Path path : ruleFiles) {
            String name = RULES + "/" + path.getFileName();
            if (name.endsWith(".yml")) {
                tell(name, "is no part of a bundle; rename it to end in .yaml");
            } else {
                readFile(name, true);
            }
        }
    }

    private List<Path> yamlFiles(Path folder) {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            children.filter(BundleFiles::isYaml).sorted().forEach(paths::add);
        } catch (IOException e) {
            problems.addFile(folder.toString(), 0, "cannot be read: " + e.getMessage());
        }
        return paths;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        return !name.startsWith(".") && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private void readFile(String name, boolean required) {
        Path path = dir.resolve(name);
        if (!Files.exists(path)) {
            if (required) {
                tell(name, Files.isSymbolicLink(path) ? "is a dangling link" : "no such file");
            }
            return;
        }
        if (!Files.isRegularFile(path)) {
            tell(name, "is no regular file");
            return;
        }
        if (!isInside(name)) {
            return;
        }
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(BundleLimits.MAX_FILE_BYTES + 1);
            if (bytes.length > BundleLimits.MAX_FILE_BYTES) {
                tell(name, "larger than " + BundleLimits.MAX_FILE_BYTES + " bytes");
            } else {
                contents.put(name, bytes);
            }
        } catch (IOException e) {
            tell(name, "cannot be read: " + e.getMessage());
        }
    }

    private boolean isInside(String name) {
        try {
            if (dir.resolve(name).toRealPath().startsWith(dir.toRealPath())) {
                return true;
            }
            tell(name, "is a link that leads out of the bundle");
        } catch (IOException e) {
            tell(name, "cannot be read: " + e.getMessage());
        }
        return false;
    }

    private void tell(String name, String message) {
        problems.addFile(dir.resolve(name).toString(), order(name), message);
    }
}
