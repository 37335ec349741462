package dev.peregrine.node.runtime;

import dev.peregrine.client.ClientContext;
import dev.peregrine.gateway.Gateway;
import dev.peregrine.gateway.GatewayException;
import dev.peregrine.gateway.security.AccessException;
import dev.peregrine.gateway.standin.ActivePolicies;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.policy.PolicyLoader;
import dev.peregrine.replay.journal.ArchiveHost;
import dev.peregrine.replay.journal.DataDirectoryLock;
import dev.peregrine.replay.journal.DirectoryInUseException;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.agrona.CloseHelper;
import org.agrona.IoUtil;

/**
 * A gateway in a process of its own: a client of a node elsewhere, with a media driver of its own
 * or one that runs already, the spool of its stand-ins, and the policies of its configuration for
 * them.
 */
public final class RemoteGateway implements AutoCloseable {
    private static final String NAME = "gateway";
    private static final long SESSION_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);

    private final DataDirectoryLock lock;
    private final MediaDriver driver;
    private final Gateway gateway;
    private final int port;

    private RemoteGateway(DataDirectoryLock lock, MediaDriver driver, Gateway gateway, int port) {
        this.lock = lock;
        this.driver = driver;
        this.gateway = gateway;
        this.port = port;
    }

    /**
     * Starts a gateway. Blocks until it listens and its session with the node is open, or has not
     * opened for a while: then it serves without, and goes on trying.
     *
     * @throws UserException for what the user can mend: a bad policy, a port or a directory in use,
     *     no way to the node
     */
    public static RemoteGateway start(NodeConfig config) {
        Thread warmUp = Gateways.beginWarmUp(config);
        ActivePolicies policies = policies(config);
        byte[] credential = credential(config);
        boolean ownsDriver = config.aeronDir().isEmpty() && config.gateway().nodeData().isEmpty();
        if (ownsDriver && config.gateway().channel().startsWith(LocalAccess.CHANNEL)) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION,
                    "gateway.channel: \"%s\" reaches a node through its media driver: name"
                                    .formatted(config.gateway().channel())
                            + " gateway.node-data (--node-data DIR) or aeron-dir, or a udp channel"
                            + " of the node (--node CHANNEL)");
        }
        DataDirectoryLock lock = lock(config);
        MediaDriver driver = null;
        try {
            Path directory =
                    config.aeronDir()
                            .or(() -> config.gateway().nodeData().map(RemoteGateway::driverOf))
                            .orElseGet(() -> ArchiveHost.driverDirectory(lock.directory()));
            driver = ownsDriver ? launchDriver(directory) : null;
            Gateways.await(warmUp);
            Gateway gateway =
                    new Gateway(
                            GatewayParts.context(config, session(config, directory, credential))
                                    .registry(new PrometheusRegistry())
                                    .policies(policies));
            int port = gateway.start();
            Gateways.awaitSession(gateway, SESSION_TIMEOUT_NS);
            TimeSlices.shorten(directory.toString());
            return new RemoteGateway(lock, driver, gateway, port);
        } catch (AccessException e) {
            CloseHelper.quietCloseAll(driver, lock);
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
        } catch (GatewayException e) {
            CloseHelper.quietCloseAll(driver, lock);
            throw Gateways.failure(e);
        } catch (RuntimeException e) {
            CloseHelper.quietCloseAll(driver, lock);
            throw e;
        }
    }

    /** Port on which it listens. */
    public int port() {
        return port;
    }

    /** Ports of the listeners for ISO 8583, in the order of the configuration. */
    public List<Integer> iso8583Ports() {
        return gateway.iso8583Ports();
    }

    /** Whether its session with the node is open. */
    public boolean isReady() {
        return gateway.isReady();
    }

    /** Answers what is in flight, and stops. */
    @Override
    public void close() {
        CloseHelper.closeAll(gateway, driver, lock);
    }

    private static ClientContext session(NodeConfig config, Path directory, byte[] credential) {
        ClientContext session =
                new ClientContext()
                        .aeronDirectoryName(directory.toString())
                        .ingressChannel(config.gateway().channel())
                        .ingressStreamId(config.gateway().stream())
                        .credential(credential)
                        .clientName(NAME);
        config.gateway().responseChannel().ifPresent(session::responseChannel);
        return session;
    }

    private static Path driverOf(Path nodeData) {
        if (!Files.isDirectory(nodeData)) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION,
                    nodeData + ": no node runs here: no such directory");
        }
        return ArchiveHost.driverDirectory(nodeData);
    }

    private static DataDirectoryLock lock(NodeConfig config) {
        try {
            DataDirectoryLock lock = DataDirectoryLock.acquire(config.dataDir());
            lock.settle();
            return lock;
        } catch (DirectoryInUseException e) {
            throw new UserException(
                    ExitCode.DATA_DIRECTORY_IN_USE,
                    e.getMessage() + "; a gateway needs a directory of its own (--data DIR)",
                    e);
        } catch (UncheckedIOException e) {
            throw new UserException(ExitCode.BAD_CONFIGURATION, e.getMessage(), e);
        }
    }

    /** What a killed gateway over the same directory left of its driver goes: nobody uses it. */
    private static MediaDriver launchDriver(Path directory) {
        IoUtil.delete(directory.toFile(), false);
        return MediaDriver.launch(
                new MediaDriver.Context()
                        .aeronDirectoryName(directory.toString())
                        .threadingMode(ThreadingMode.SHARED)
                        .dirDeleteOnStart(true)
                        .dirDeleteOnShutdown(true));
    }

    private static byte[] credential(NodeConfig config) {
        Optional<Path> file = config.gateway().credentialFile();
        if (file.isEmpty()) {
            return new byte[0];
        }
        try {
            byte[] content = Files.readAllBytes(file.get());
            int length = content.length;
            while (length > 0 && (content[length - 1] == '\n' || content[length - 1] == '\r')) {
                length--;
            }
            return Arrays.copyOf(content, length);
        } catch (IOException e) {
            throw new UserException(
                    ExitCode.BAD_CONFIGURATION, file.get() + ": cannot be read: " + e, e);
        }
    }

    private static ActivePolicies policies(NodeConfig config) {
        PolicyChecks checks = PolicyChecks.of(config.policies());
        Map<Integer, PolicyBundle> bundles = new HashMap<>();
        for (NodeConfig.Tenant tenant : config.tenants().orElseThrow()) {
            try {
                PolicyBundle bundle = PolicyLoader.load(tenant.policy());
                checks.signed(bundle, tenant.policy(), tenant.policy().toString());
                bundles.put(tenant.id(), bundle);
            } catch (PolicyException e) {
                throw new UserException(ExitCode.BAD_CONFIGURATION, e.problems());
            } catch (PolicyRefusedException e) {
                throw new UserException(
                        ExitCode.BAD_CONFIGURATION,
                        e.getMessage()
                                + "; only for development: policies.allow-unsigned, or gateway"
                                + " --allow-unsigned",
                        e);
            }
        }
        Map<Integer, PolicyBundle> fixed = Map.copyOf(bundles);
        return tenantId -> Optional.ofNullable(fixed.get(tenantId));
    }
}
