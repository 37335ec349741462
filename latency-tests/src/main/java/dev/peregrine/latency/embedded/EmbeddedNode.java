package dev.peregrine.latency.embedded;

import dev.peregrine.latency.rig.PipelineStages;
import dev.peregrine.latency.rig.StageSource;
import dev.peregrine.latency.scratch.ScratchDirectory;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.ConfigOverrides;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.config.NodeConfigLoader;
import dev.peregrine.node.runtime.Gateways;
import dev.peregrine.node.runtime.PeregrineNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.agrona.CloseHelper;

/**
 * A whole node in this process, as {@code serve} runs it: media driver, archive, pipeline and HTTP
 * gateway, with one tenant, number {@link #TENANT}.
 */
public final class EmbeddedNode implements AutoCloseable {
    /** The only tenant. */
    public static final int TENANT = 1;

    private static final String RING_SIZE_KEY = "pipeline.ring-size";
    private static final int RING_SIZE = 8192;
    private static final int MAX_IN_FLIGHT = 1024;

    private final ScratchDirectory temporary;
    private final NodeConfig config;
    private final AtomicReference<String> failure = new AtomicReference<>();
    private PeregrineNode node;
    private Gateways gateways;

    private EmbeddedNode(ScratchDirectory temporary, NodeConfig config) {
        this.temporary = temporary;
        this.config = config;
    }

    /**
     * Starts a node. Blocks until it takes events.
     *
     * @param policy directory of the policy bundle
     * @param directory the data directory; null for one that is deleted in the end
     * @param httpPort port of the HTTP API; 0 lets the system choose, negative: no HTTP API
     * @param events how many event ids to keep room for
     * @throws UserException for what the user can mend
     */
    public static EmbeddedNode start(Path policy, Path directory, int httpPort, long events) {
        return start(policy, directory, httpPort, events, withLargeRing());
    }

    /**
     * The same, listening on further channels beside ipc.
     *
     * @param channels Aeron channels
     */
    public static EmbeddedNode start(
            Path policy, Path directory, int httpPort, long events, List<String> channels) {
        List<String> ingress = new ArrayList<>(List.of("aeron:ipc"));
        ingress.addAll(channels);
        return start(
                policy,
                directory,
                httpPort,
                events,
                withLargeRing().replaceList("--ingress", "ingress.channels", ingress));
    }

    /**
     * The same, with or without what follows its logs.
     *
     * @param ringSize events that may be on their way
     * @param followers whether there are an evidence store and a side lane, as by default
     * @throws UserException for what the user can mend
     */
    public static EmbeddedNode start(
            Path policy,
            Path directory,
            int httpPort,
            long events,
            int ringSize,
            boolean followers) {
        return start(
                policy,
                directory,
                httpPort,
                events,
                new ConfigOverrides()
                        .put("--ring-size", RING_SIZE_KEY, ringSize)
                        .put("--followers", "evidence.enabled", followers)
                        .put("--followers", "side-lane.enabled", followers));
    }

    /** The same with a listener for ISO 8583:1987 in ASCII on a free port of the loopback. */
    public static EmbeddedNode startWithIso8583(Path policy, long events) {
        ConfigOverrides listener =
                withLargeRing()
                        .put("--iso8583", "iso8583[0].name", "bench")
                        .put("--iso8583", "iso8583[0].port", 0)
                        .put("--iso8583", "iso8583[0].max-in-flight", MAX_IN_FLIGHT);
        return start(policy, null, 0, events, listener);
    }

    private static ConfigOverrides withLargeRing() {
        return new ConfigOverrides().put("--ring-size", RING_SIZE_KEY, RING_SIZE);
    }

    private static EmbeddedNode start(
            Path policy, Path directory, int httpPort, long events, ConfigOverrides overrides) {
        ScratchDirectory temporary = directory == null ? ScratchDirectory.create("node") : null;
        Path data = directory == null ? temporary.path() : directory;
        overrides
                .put("--data", "data-dir", data.toAbsolutePath())
                .put("--port", "http.port", Math.max(0, httpPort))
                .put("--http", "http.enabled", httpPort >= 0)
                .put("--identities", "identity.capacity", events)
                .put("--allow-unsigned", "policies.allow-unsigned", true)
                .singleTenant("--policy", policy);
        EmbeddedNode embedded = null;
        try {
            NodeConfig config = new NodeConfigLoader().load(Optional.empty(), overrides).config();
            embedded = new EmbeddedNode(temporary, config);
            embedded.open();
            return embedded;
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            } else {
                CloseHelper.quietClose(temporary);
            }
            throw e;
        }
    }

    /** A new session over ipc. */
    public TrafficClient connect() {
        return connect("aeron:ipc");
    }

    /** A new session over one of the node's channels. */
    public TrafficClient connect(String channel) {
        return TrafficClient.connect(node.aeronDirectoryName(), channel);
    }

    /** Directory of the media driver, for other clients. */
    public String aeronDirectoryName() {
        return node.aeronDirectoryName();
    }

    /** The node's stages and the phases of its engine. */
    public StageSource stages() {
        return new PipelineStages(node.latency().totals());
    }

    /** Base address of the HTTP API, without a slash at its end. */
    public String httpAddress() {
        return "http://" + config.http().host() + ":" + gateways.port();
    }

    /** Port of the HTTP API. */
    public int httpPort() {
        return gateways.port();
    }

    /** Port of the listener for ISO 8583. */
    public int iso8583Port() {
        return gateways.iso8583Ports().get(0);
    }

    /** What an answer promises, in lower case. */
    public String durability() {
        return config.durability().name().toLowerCase(Locale.ROOT);
    }

    /** What the side lane has done, in one line. */
    public String sideLane() {
        return node.side().describe();
    }

    /** Which part of the node failed, and why; null while none has. Any thread. */
    public String failure() {
        return failure.get();
    }

    @Override
    public void close() {
        CloseHelper.quietCloseAll(gateways, node, temporary);
    }

    private void open() {
        node =
                PeregrineNode.start(
                        config,
                        (events, bytes, percent) -> {},
                        (component, thrown) -> failure.set(component + ": " + thrown));
        if (config.http().enabled()) {
            gateways = Gateways.start(config, node);
        }
    }
}
