package dev.peregrine.ingest;

/** Whether events are taken. Written by the node's control thread, read by the ingress thread. */
final class IngestState {
    private volatile boolean ready;
    private volatile boolean shuttingDown;

    boolean isReady() {
        return ready;
    }

    void ready(boolean value) {
        ready = value;
    }

    boolean isShuttingDown() {
        return shuttingDown;
    }

    void beginShutdown() {
        shuttingDown = true;
    }
}
