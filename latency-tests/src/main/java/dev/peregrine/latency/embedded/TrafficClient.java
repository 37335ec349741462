package dev.peregrine.latency.embedded;

import dev.peregrine.client.ClientContext;
import dev.peregrine.client.ClientException;
import dev.peregrine.client.ClientListener;
import dev.peregrine.client.PeregrineClient;
import dev.peregrine.node.cli.ExitCode;
import dev.peregrine.node.cli.UserException;
import org.agrona.DirectBuffer;

/** A session of a node, over Aeron, for one sending and polling thread. */
public final class TrafficClient implements AutoCloseable {
    private final SessionListener listener = new SessionListener();
    private final PeregrineClient client;

    private TrafficClient(ClientContext context) {
        client = PeregrineClient.connect(context, listener);
    }

    /**
     * Connects through a media driver.
     *
     * @param channel on which the node listens
     * @throws UserException when there is no session
     */
    public static TrafficClient connect(String aeronDirectoryName, String channel) {
        try {
            return new TrafficClient(
                    new ClientContext()
                            .aeronDirectoryName(aeronDirectoryName)
                            .ingressChannel(channel)
                            .clientName("latency-tests"));
        } catch (ClientException e) {
            throw new UserException(ExitCode.FAILURE, e.getMessage(), e);
        }
    }

    /** Gives the answers from here on to a listener. */
    public void listen(ClientListener newListener) {
        listener.delegate(newListener);
    }

    /**
     * Sends an event; false when there is no room just now.
     *
     * @throws UserException when the session has ended
     */
    public boolean offer(long correlationId, DirectBuffer event, int length) {
        long result = client.offer(correlationId, event, 0, length);
        if (result == PeregrineClient.CLOSED) {
            throw ended();
        }
        return result > 0;
    }

    /**
     * Takes answers; 0 when idle.
     *
     * @throws UserException when the session has ended
     */
    public int poll() {
        int work = client.poll();
        if (listener.end() != null) {
            throw ended();
        }
        return work;
    }

    /** What the node promises of an answered event. */
    public String durability() {
        return client.durability().name();
    }

    @Override
    public void close() {
        client.close();
    }

    private UserException ended() {
        return new UserException(ExitCode.FAILURE, "the node ended the session: " + listener.end());
    }
}
