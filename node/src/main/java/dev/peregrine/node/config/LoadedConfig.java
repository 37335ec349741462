package dev.peregrine.node.config;

import io.smallrye.config.SmallRyeConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** A configuration, with where each value came from. */
public final class LoadedConfig {
    private final NodeConfig config;
    private final SmallRyeConfig values;
    private final KnownKeys knownKeys;
    private final Origins origins;

    LoadedConfig(NodeConfig config, SmallRyeConfig values, KnownKeys knownKeys, Origins origins) {
        this.config = config;
        this.values = values;
        this.knownKeys = knownKeys;
        this.origins = origins;
    }

    public NodeConfig config() {
        return config;
    }

    /** One line a key that has a value: key, value, and where it came from. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (String name : new TreeSet<>(names())) {
            String value = values.getConfigValue(name).getValue();
            if (value != null) {
                String origin = origins.origin(name);
                lines.add(
                        "%-28s %-24s # %s"
                                .formatted(
                                        KnownKeys.withoutPrefix(name) + ":",
                                        value,
                                        origin.isEmpty() ? "default" : origin));
            }
        }
        return lines;
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (String name : values.getPropertyNames()) {
            if (name.startsWith(NodeConfig.PREFIX + ".") && knownKeys.contains(name)) {
                names.add(name);
            }
        }
        return names;
    }
}
