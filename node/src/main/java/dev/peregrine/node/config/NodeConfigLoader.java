package dev.peregrine.node.config;

import io.smallrye.config.ConfigValidationException;
import io.smallrye.config.EnvConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the configuration. The first source that has a key gives its value: command line, system
 * properties ({@code peregrine.http.port}), environment ({@code PEREGRINE_HTTP_PORT}), file ({@code
 * http.port}), default.
 */
public final class NodeConfigLoader {
    private static final int FILE_ORDINAL = 200;
    private static final int ENVIRONMENT_ORDINAL = 300;
    private static final int PROPERTIES_ORDINAL = 400;
    private static final int COMMAND_LINE_ORDINAL = 500;
    private static final Pattern CONVERSION =
            Pattern.compile(
                    "The config property (\\S+) with the config value \"(.*)\" threw an Exception"
                            + " whilst being converted (.*)",
                    Pattern.DOTALL);
    private static final Pattern MISSING =
            Pattern.compile("The config property (\\S+) is required but .*", Pattern.DOTALL);
    private static final Pattern EMPTY =
            Pattern.compile(
                    "The config property (\\S+) is defined as the empty .*", Pattern.DOTALL);
    private static final Pattern CODE = Pattern.compile("^[\\w.]+Exception: |SRCFG\\d+: ");

    private final Map<String, String> environment;
    private final Properties systemProperties;

    /** With the environment and the system properties of this process. */
    public NodeConfigLoader() {
        this(System.getenv(), System.getProperties());
    }

    NodeConfigLoader(Map<String, String> environment, Properties systemProperties) {
        this.environment = environment;
        this.systemProperties = systemProperties;
    }

    /**
     * Reads and checks.
     *
     * @param file YAML file, if one is to be read
     * @throws ConfigException with every problem found
     */
    public LoadedConfig load(Optional<Path> file, ConfigOverrides overrides) {
        Optional<YamlSource> yaml = file.map(path -> YamlSource.read(path, FILE_ORDINAL));
        KnownKeys knownKeys = new KnownKeys();
        List<String> unknown = yaml.map(knownKeys::problems).orElse(List.of());
        if (!unknown.isEmpty()) {
            throw new ConfigException(unknown);
        }
        Origins origins = new Origins(overrides, systemProperties, environment, yaml);
        LoadedConfig loaded = map(yaml, overrides, origins, knownKeys);
        List<String> problems = new NodeConfigChecks(loaded.config(), origins).problems();
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return loaded;
    }

    private LoadedConfig map(
            Optional<YamlSource> yaml,
            ConfigOverrides overrides,
            Origins origins,
            KnownKeys knownKeys) {
        SmallRyeConfigBuilder builder =
                new SmallRyeConfigBuilder()
                        .withSources(
                                new PropertiesConfigSource(
                                        overrides.values(), "command line", COMMAND_LINE_ORDINAL),
                                new PropertiesConfigSource(
                                        without(overrides::replaces, ours()),
                                        "system properties",
                                        PROPERTIES_ORDINAL),
                                new EnvConfigSource(
                                        without(overrides::replacesVariable, environment),
                                        ENVIRONMENT_ORDINAL))
                        .withValidateUnknown(false)
                        .withMapping(NodeConfig.class);
        yaml.map(source -> source.without(overrides::replaces)).ifPresent(builder::withSources);
        Converters.addTo(builder);
        try {
            SmallRyeConfig values = builder.build();
            return new LoadedConfig(
                    values.getConfigMapping(NodeConfig.class), values, knownKeys, origins);
        } catch (ConfigValidationException e) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < e.getProblemCount(); i++) {
                problems.add(describe(e.getProblem(i).getMessage(), origins));
            }
            throw new ConfigException(problems);
        }
    }

    private Map<String, String> ours() {
        Map<String, String> ours = new HashMap<>();
        for (String name : systemProperties.stringPropertyNames()) {
            if (name.startsWith(NodeConfig.PREFIX + ".")) {
                ours.put(name, systemProperties.getProperty(name));
            }
        }
        return ours;
    }

    private static Map<String, String> without(
            Predicate<String> replaced, Map<String, String> values) {
        Map<String, String> rest = new HashMap<>(values);
        rest.keySet().removeIf(replaced);
        return rest;
    }

    private static String describe(String message, Origins origins) {
        String plain = CODE.matcher(message).replaceAll("");
        Matcher conversion = CONVERSION.matcher(plain);
        if (conversion.matches()) {
            String name = conversion.group(1);
            return origins.describe(name)
                    + ": \""
                    + conversion.group(2)
                    + "\" "
                    + conversion.group(3);
        }
        Matcher missing = MISSING.matcher(plain);
        if (missing.matches()) {
            return KnownKeys.withoutPrefix(missing.group(1)) + " is required";
        }
        Matcher empty = EMPTY.matcher(plain);
        return empty.matches() ? origins.describe(empty.group(1)) + " is empty" : plain;
    }
}
