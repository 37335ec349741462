package dev.peregrine.node.config;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/** Where the value of a key came from, as the user knows the place. */
final class Origins {
    private static final Pattern NOT_ENVIRONMENT = Pattern.compile("[^A-Za-z0-9]");

    private final ConfigOverrides overrides;
    private final Properties systemProperties;
    private final Map<String, String> environment;
    private final Optional<YamlSource> file;

    Origins(
            ConfigOverrides overrides,
            Properties systemProperties,
            Map<String, String> environment,
            Optional<YamlSource> file) {
        this.overrides = overrides;
        this.systemProperties = systemProperties;
        this.environment = environment;
        this.file = file;
    }

    /** The option, variable or {@code file:line:column: key}; a default is named by its key. */
    String describe(String name) {
        String origin = origin(name);
        String key = KnownKeys.withoutPrefix(name);
        return origin.isEmpty() ? key : origin.contains(":") ? origin + ": " + key : origin;
    }

    /** The option, variable or {@code file:line:column}; empty for a default. */
    String origin(String name) {
        if (overrides.option(name) != null) {
            return overrides.option(name);
        }
        if (systemProperties.getProperty(name) != null) {
            return "-D" + name;
        }
        String variable = variable(name);
        if (environment.containsKey(variable)) {
            return variable;
        }
        String place = file.map(source -> source.place(name)).orElse(null);
        return place == null ? "" : place;
    }

    /**
     * The environment's form of a key: upper case, with {@code _} for all but letters and digits.
     */
    static String variable(String name) {
        return NOT_ENVIRONMENT.matcher(name).replaceAll("_").toUpperCase(Locale.ROOT);
    }
}
