package dev.peregrine.replay.journal;

import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;

/**
 * Archive and media driver in turn on one thread: what is written is seen by the driver at once,
 * and one thread less waits for a core. The archive calls the driver between its steps; when the
 * archive has come to its end, it is closed, so that its logs say so, and the driver goes on for
 * the other clients.
 */
final class ArchiveAgent implements Agent {
    private final AgentInvoker archive;
    private final AgentInvoker driver;

    /**
     * @param driver called by the archive as well; null when the driver is none of ours
     */
    ArchiveAgent(AgentInvoker archive, AgentInvoker driver) {
        this.archive = archive;
        this.driver = driver;
    }

    @Override
    public int doWork() {
        if (archive.isRunning()) {
            return archive.invoke();
        }
        archive.close();
        return driver == null ? 0 : driver.invoke();
    }

    @Override
    public String roleName() {
        return "archive-driver";
    }
}
