package dev.peregrine.replay.journal;

import org.agrona.ErrorHandler;
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
    private final ErrorHandler failures;

    /**
     * @param driver called by the archive as well; null when the driver is none of ours
     * @param failures told of what ends the archive and it could not tell of itself
     */
    ArchiveAgent(AgentInvoker archive, AgentInvoker driver, ErrorHandler failures) {
        this.archive = archive;
        this.driver = driver;
        this.failures = failures;
    }

    /** A page of its files that a full disk has no room for reaches the archive as an error. */
    @Override
    public int doWork() {
        if (archive.isRunning()) {
            try {
                return archive.invoke();
            } catch (InternalError e) {
                failures.onError(e);
            }
        }
        archive.close();
        return driver == null ? 0 : driver.invoke();
    }

    /** So that the logs say that nothing is written any more, whatever has ended the thread. */
    @Override
    public void onClose() {
        archive.close();
    }

    @Override
    public String roleName() {
        return "archive-driver";
    }
}
