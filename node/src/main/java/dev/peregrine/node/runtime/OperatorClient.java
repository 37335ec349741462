package dev.peregrine.node.runtime;

import dev.peregrine.client.Ack;
import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.RetryingClient;
import dev.peregrine.client.RetryingContext;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.replay.journal.ArchiveHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.DirectBuffer;

/**
 * An operator's session with a running node on this machine, over the shared memory of its media
 * driver. Thread-safe.
 */
public final class OperatorClient implements AutoCloseable {
    private static final String NAME = "operator";
    private static final long CONNECT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long ANSWER_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(30);

    private final RetryingClient client;

    private OperatorClient(RetryingClient client) {
        this.client = client;
    }

    /**
     * Connects to the node over a configuration's data directory. Blocks.
     *
     * @param credential empty where the node asks for none
     * @throws UserException when no node runs there, or it refuses the session
     */
    public static OperatorClient connect(NodeConfig config, byte[] credential) {
        if (!Files.isDirectory(config.dataDir())) {
            throw new UserException(
                    ExitCode.FAILURE, config.dataDir() + ": no node runs here: no such directory");
        }
        Path driver =
                config.aeronDir()
                        .orElseGet(
                                () ->
                                        ArchiveHost.driverDirectory(
                                                config.dataDir().toAbsolutePath().normalize()));
        return connect(config, credential, driver.toString());
    }

    /** Connects to a node in this process. Blocks. */
    static OperatorClient connect(NodeConfig config, PeregrineNode node) {
        return connect(config, node.localCredential(), node.aeronDirectoryName());
    }

    private static OperatorClient connect(
            NodeConfig config, byte[] credential, String aeronDirectoryName) {
        RetryingClient client =
                RetryingClient.start(
                        new RetryingContext(
                                new ClientContext()
                                        .aeronDirectoryName(aeronDirectoryName)
                                        .ingressChannel(LocalAccess.CHANNEL)
                                        .ingressStreamId(config.ingress().stream())
                                        .clientName(NAME)
                                        .credential(credential)
                                        .connectTimeoutNs(CONNECT_TIMEOUT_NS / 4)));
        try {
            client.awaitConnected(CONNECT_TIMEOUT_NS);
            return new OperatorClient(client);
        } catch (ClientException e) {
            client.close();
            throw new UserException(
                    ExitCode.FAILURE,
                    config.dataDir() + ": no session with a running node: " + e.getMessage(),
                    e);
        }
    }

    /**
     * Sends an event that wants no decision, again if need be.
     *
     * @return as of {@link RetryingClient#send}
     */
    public CompletableFuture<Ack> send(DirectBuffer event, int length) {
        return client.send(event, 0, length, ANSWER_TIMEOUT_NS);
    }

    @Override
    public void close() {
        client.close();
    }
}
