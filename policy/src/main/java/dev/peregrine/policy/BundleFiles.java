package dev.peregrine.policy;

import dev.peregrine.policy.model.ModelLimits;
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
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The files that belong to a bundle, read once: {@code policy.yaml}, {@code attributes.yaml},
 * {@code zones.yaml}, {@code lists.yaml}, {@code parameters.yaml}, {@code features.yaml}, {@code
 * rules/*.yaml}, {@code input.yaml}, all of {@code models/}, and the same of each bundle in {@code
 * challengers/}. Other files beside them (a README, hidden files) do not belong to it; a stray YAML
 * file is a mistake.
 */
final class BundleFiles {
    static final String POLICY = "policy.yaml";
    static final String ATTRIBUTES = "attributes.yaml";
    static final String ZONES = "zones.yaml";
    static final String LISTS = "lists.yaml";
    static final String PARAMETERS = "parameters.yaml";
    static final String FEATURES = "features.yaml";
    static final String INPUT = "input.yaml";
    static final String RULES = "rules";
    static final String MODELS = "models";
    static final String CHALLENGERS = "challengers";

    private static final List<String> MODEL_ENDINGS = List.of(".txt", ".json", ".pmml", ".onnx");
    private static final List<String> TOP_LEVEL =
            List.of(POLICY, ATTRIBUTES, ZONES, LISTS, PARAMETERS, FEATURES, INPUT);

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

    /**
     * Rank of a file's problems: policy, attributes, zones, lists, parameters, features, models,
     * rules, input, challengers.
     */
    static int order(String path) {
        return switch (path) {
            case POLICY -> 1;
            case ATTRIBUTES -> 2;
            case ZONES -> 3;
            case LISTS -> 4;
            case PARAMETERS -> 5;
            case FEATURES -> 6;
            case INPUT -> 9;
            default -> {
                if (path.startsWith(CHALLENGERS)) {
                    yield 10;
                }
                yield path.startsWith(MODELS) ? 7 : 8;
            }
        };
    }

    /** The files of each bundle in {@code challengers/}, by its directory. */
    static SortedMap<String, SortedMap<String, byte[]>> challengers(
            SortedMap<String, byte[]> files) {
        SortedMap<String, SortedMap<String, byte[]>> bundles = new TreeMap<>();
        String prefix = CHALLENGERS + "/";
        files.forEach(
                (path, content) -> {
                    if (path.startsWith(prefix)) {
                        String rest = path.substring(prefix.length());
                        int end = rest.indexOf('/');
                        bundles.computeIfAbsent(rest.substring(0, end), d -> new TreeMap<>())
                                .put(rest.substring(end + 1), content);
                    }
                });
        return bundles;
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
        readFile(PARAMETERS, false);
        readFile(FEATURES, true);
        readFile(INPUT, false);
        readModels();
        readRules();
        readChallengers();
    }

    /** Bundles within the bundle; one of theirs is none of ours. */
    private void readChallengers() {
        Path challengers = dir.resolve(CHALLENGERS);
        if (!Files.exists(challengers)) {
            return;
        }
        if (!Files.isDirectory(challengers)) {
            tell(CHALLENGERS, "is no directory");
            return;
        }
        if (!isInside(CHALLENGERS)) {
            return;
        }
        List<Path> bundles = files(challengers, path -> !isHidden(path));
        if (bundles.size() > BundleLimits.MAX_CHALLENGERS) {
            tell(CHALLENGERS, "more than " + BundleLimits.MAX_CHALLENGERS + " bundles");
            return;
        }
        for (Path bundle : bundles) {
            String name = CHALLENGERS + "/" + bundle.getFileName();
            if (!Files.isDirectory(bundle)) {
                tell(name, "is no part of a bundle: challengers/ holds directories");
            } else if (Files.exists(bundle.resolve(CHALLENGERS))) {
                tell(name, "a challenger has no challengers");
            } else if (isInside(name)) {
                read(bundle, problems)
                        .forEach((path, content) -> contents.put(name + "/" + path, content));
            }
        }
    }

    private void readRules() {
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

    private void readModels() {
        Path models = dir.resolve(MODELS);
        if (Files.exists(models) && !Files.isDirectory(models)) {
            tell(MODELS, "is no directory");
        }
        if (!Files.isDirectory(models) || !isInside(MODELS)) {
            return;
        }
        List<Path> modelFiles = files(models, path -> !isHidden(path));
        if (modelFiles.size() > BundleLimits.MAX_MODEL_FILES) {
            tell(MODELS, "more than " + BundleLimits.MAX_MODEL_FILES + " files");
            return;
        }
        long total = 0;
        for (Path path : modelFiles) {
            String name = MODELS + "/" + path.getFileName();
            boolean large = MODEL_ENDINGS.stream().anyMatch(name::endsWith);
            if (!large && !name.endsWith(".yaml") && !name.endsWith(".csv")) {
                tell(
                        name,
                        "is no part of a bundle: models/ holds .yaml, .csv, .txt, .json,"
                                + " .pmml and .onnx");
                continue;
            }
            readFile(name, true, large ? ModelLimits.MAX_FILE_BYTES : BundleLimits.MAX_FILE_BYTES);
            total += contents.getOrDefault(name, new byte[0]).length;
            if (total > ModelLimits.MAX_BUNDLE_BYTES) {
                tell(MODELS, "larger than " + ModelLimits.MAX_BUNDLE_BYTES + " bytes in all");
                return;
            }
        }
    }

    private static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    private List<Path> yamlFiles(Path folder) {
        return files(folder, BundleFiles::isYaml);
    }

    private List<Path> files(Path folder, Predicate<Path> wanted) {
        List<Path> paths = new ArrayList<>();
        try (Stream<Path> children = Files.list(folder)) {
            children.filter(wanted).sorted().forEach(paths::add);
        } catch (IOException e) {
            problems.addFile(folder.toString(), 0, "cannot be read: " + e.getMessage());
        }
        return paths;
    }

    private static boolean isYaml(Path path) {
        String name = path.getFileName().toString();
        return !isHidden(path) && (name.endsWith(".yaml") || name.endsWith(".yml"));
    }

    private void readFile(String name, boolean required) {
        readFile(name, required, BundleLimits.MAX_FILE_BYTES);
    }

    private void readFile(String name, boolean required, int mostBytes) {
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
            byte[] bytes = in.readNBytes(mostBytes + 1);
            if (bytes.length > mostBytes) {
                tell(name, "larger than " + mostBytes + " bytes");
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
