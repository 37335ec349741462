package dev.peregrine.latency.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;

/** How messages get to a node on this machine, and back. */
public enum Transport {
    /** Shared memory. */
    IPC("Aeron ipc both ways"),
    /** The kernel's network, over the loopback. */
    UDP("Aeron udp over the loopback both ways");

    private final String includes;

    Transport(String includes) {
        this.includes = includes;
    }

    /** What a figure over it covers. */
    public String includes() {
        return includes;
    }

    /** A channel of its own: of udp with a port that is free now. */
    public String newChannel() {
        if (this == IPC) {
            return "aeron:ipc";
        }
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return "aeron:udp?endpoint=localhost:" + socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
