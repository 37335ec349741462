package dev.peregrine.node.config;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Values from the command line, with the option that each came by. They win over all others. */
public final class ConfigOverrides {
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> options = new LinkedHashMap<>();
    private final Set<String> replaced = new LinkedHashSet<>();

    /**
     * Sets a key.
     *
     * @param option as the user typed it, such as {@code --http-port}
     * @param key without prefix, such as {@code http.port}
     * @param value may be null: the option was not given
     */
    public ConfigOverrides put(String option, String key, Object value) {
        if (value != null) {
            String name = NodeConfig.PREFIX + "." + key;
            values.put(name, value.toString());
            options.put(name, option);
        }
        return this;
    }

    /** Sets a list in place of what other sources say of it; an empty list sets nothing. */
    public ConfigOverrides replaceList(String option, String key, List<String> items) {
        if (!items.isEmpty()) {
            replaced.add(NodeConfig.PREFIX + "." + key);
            for (int i = 0; i < items.size(); i++) {
                put(option, key + "[" + i + "]", items.get(i));
            }
        }
        return this;
    }

    /** One tenant, number 1, named {@code default}, in place of all others. */
    public ConfigOverrides singleTenant(String option, Path policy) {
        replaced.add(NodeConfig.PREFIX + ".tenants");
        return put(option, "tenants[0].id", 1)
                .put(option, "tenants[0].name", "default")
                .put(option, "tenants[0].policy", policy);
    }

    /** Whether a key of another source is overridden as part of a list. */
    boolean replaces(String name) {
        return replaced.stream().anyMatch(name::startsWith);
    }

    /** As {@link #replaces}, for a variable of the environment. */
    boolean replacesVariable(String variable) {
        return replaced.stream().map(Origins::variable).anyMatch(variable::startsWith);
    }

    Map<String, String> values() {
        return values;
    }

    String option(String name) {
        return options.get(name);
    }
}
