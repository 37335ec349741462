package dev.peregrine.replay.journal;

import java.util.concurrent.atomic.AtomicBoolean;
import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;
import org.agrona.concurrent.AgentInvoker;

/**
 * Archive and media driver in turn on one thread: what is written is seen by the driver at once,
 * and one thread less waits for a core. The archive calls the driver between its steps; when the
 * archive has come to its end, it is closed, so that its logs say so, and the driver goes on for
 * the other clients.
 *
 * <p>Another thread that waits for the archive may take turns as well. Whoever comes while the
 * other is at it does nothing, and does not wait.
 */
final class ArchiveAgent implements Agent {
    private final AgentInvoker archive;
    private final AgentInvoker driver;
    private final ErrorHandler failures;
    private final AtomicBoolean taken = new AtomicBoolean();

    /**
     * @param driver called by the archive as well; null when the driver is none of ours
     * @param failures told of what ends the archive and it could not tell of itself
     */
    ArchiveAgent(AgentInvoker archive, AgentInvoker driver, ErrorHandler failures) {
        this.archive = archive;
        this.driver = driver;
        this.failures = failures;
    }

    /** A turn on the calling thread, unless another is at it. Any thread. */
    @Override
    public int doWork() {
        if (!taken.compareAndSet(false, true)) {
            return 0;
        }
        try {
            return turn();
        } finally {
            taken.setRelease(false);
        }
    }

    /** A page of its files that a full disk has no room for reaches the archive as an error. */
    private int turn() {
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
        while (!taken.compareAndSet(false, true)) {
            Thread.onSpinWait();
        }
        try {
            archive.close();
        } finally {
            taken.set(false);
        }
    }

    @Override
    public String roleName() {
        return "archive-driver";
    }
}
