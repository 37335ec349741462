package dev.peregrine.node.cli;

import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.LoadedConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options of every command that starts a node; they win over the configuration. */
public final class ConfigOptions {
    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration; conf/peregrine.example.yaml shows every key.")
    private Path config;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Directory of journal, state and key secret (default: data).")
    private Path data;

    @Option(
            names = "--policy",
            paramLabel = "DIR",
            description = "Policy bundle of a single tenant: number 1, named 'default'.")
    private Path policy;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            description = "Port of the HTTP API (default: 8080; 0: the system chooses).")
    private String httpPort;

    @Option(
            names = "--durability",
            paramLabel = "MODE",
            description = "What a reply waits for: recorded (default) or synced.")
    private String durability;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "How threads share the machine: shared (default) or low-latency.")
    private String preset;

    @Option(
            names = "--aeron-dir",
            paramLabel = "DIR",
            description =
                    "Directory of an external media driver; by default the node runs its own.")
    private Path aeronDir;

    @Option(
            names = "--ingress",
            paramLabel = "CHANNEL",
            description = "Aeron channel for clients, may be repeated (default: aeron:ipc).")
    private List<String> ingress = List.of();

    /**
     * The configuration that these options, the environment and the file make together.
     *
     * @throws dev.peregrine.node.config.ConfigException with every problem found
     */
    public LoadedConfig load() {
        return load(new ConfigOverrides());
    }

    /**
     * The same, with an option of the command's own.
     *
     * @throws dev.peregrine.node.config.ConfigException with every problem found
     */
    LoadedConfig load(ConfigOverrides own) {
        return new NodeConfigLoader().load(Optional.ofNullable(config), overrides(own));
    }

    private ConfigOverrides overrides(ConfigOverrides own) {
        ConfigOverrides overrides =
                own.put("--data", "data-dir", data)
                        .put("--http-port", "http.port", httpPort)
                        .put("--durability", "durability", durability)
                        .put("--preset", "preset", preset)
                        .put("--aeron-dir", "aeron-dir", aeronDir)
                        .replaceList("--ingress", "ingress.channels", ingress);
        if (policy != null) {
            overrides.singleTenant("--policy", policy);
        }
        return overrides;
    }
}
