package dev.peregrine.node.config;

import io.smallrye.config.ConfigMappings;
import io.smallrye.config.ConfigMappings.ConfigClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The keys that {@link NodeConfig} has, to refuse others with a suggestion. */
final class KnownKeys {
    private static final Pattern INDEX = Pattern.compile("\\[\\d+]");

    private final Set<String> names = new TreeSet<>();

    KnownKeys() {
        for (String name :
                ConfigMappings.getProperties(ConfigClass.configClass(NodeConfig.class)).keySet()) {
            names.add(withoutPrefix(name));
        }
    }

    /** Keys without prefix, {@code [*]} for an index; sorted. */
    Set<String> names() {
        return names;
    }

    boolean contains(String name) {
        return names.contains(general(name));
    }

    /** One message an unknown key. */
    List<String> problems(YamlSource file) {
        List<String> problems = new ArrayList<>();
        for (String name : file.getPropertyNames()) {
            if (!contains(name)) {
                problems.add(file.place(name) + ": " + describe(name));
            }
        }
        return problems;
    }

    static String withoutPrefix(String name) {
        return name.substring(NodeConfig.PREFIX.length() + 1);
    }

    private String describe(String name) {
        String key = withoutPrefix(name);
        String general = general(name);
        for (String known : names) {
            if (known.startsWith(general + ".")) {
                return key + " has keys of its own, such as " + known;
            }
            if (known.startsWith(general + "[")) {
                return key + " is a list: write its items with a dash each";
            }
            if (general.startsWith(known + "[") || general.startsWith(known + ".")) {
                return key + ": " + known + " takes a single value";
            }
        }
        String nearest = Suggestion.nearest(general, names);
        return "unknown key " + key + (nearest == null ? "" : "; did you mean " + nearest + "?");
    }

    private static String general(String name) {
        return INDEX.matcher(withoutPrefix(name)).replaceAll("[*]");
    }
}
