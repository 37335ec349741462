package dev.peregrine.replay.journal;

import org.agrona.ErrorHandler;
import org.agrona.concurrent.Agent;

/**
 * An agent that waits for the archive, and so does the archive's work whenever it has none of its
 * own. What it has appended is then written without another thread's having to get a core; while it
 * is busy, the archive's own thread writes beside it.
 *
 * <p>Its own work is done by the archive's thread while it is held up in the archive's, one at a
 * time.
 */
final class HelpingAgent implements Agent {
    private final Agent agent;
    private final ArchiveAgent archive;
    private final ErrorHandler failures;
    private final Turns turns = new Turns();

    /** Until it has started and when it has closed. Changed within a turn. */
    private boolean isClosed = true;

    /**
     * @param failures told of what the agent throws while another thread does its work; what it
     *     throws on its own it does not catch
     */
    HelpingAgent(Agent agent, ArchiveAgent archive, ErrorHandler failures) {
        this.agent = agent;
        this.archive = archive;
        this.failures = failures;
    }

    @Override
    public void onStart() {
        turns.take();
        try {
            agent.onStart();
            isClosed = false;
        } finally {
            turns.giveBack();
        }
        archive.helper(this);
    }

    @Override
    public int doWork() throws Exception {
        int work = 0;
        if (turns.tryTake()) {
            try {
                work = agent.doWork();
            } finally {
                turns.giveBack();
            }
        }
        return work == 0 ? archive.help() : work;
    }

    /** The agent's own work on another thread, unless its own is at it. */
    int relieve() {
        if (!turns.tryTake()) {
            return 0;
        }
        try {
            return isClosed ? 0 : agent.doWork();
        } catch (Throwable t) {
            failures.onError(t);
            return 1;
        } finally {
            turns.giveBack();
        }
    }

    @Override
    public void onClose() {
        archive.helper(null);
        turns.take();
        try {
            isClosed = true;
            agent.onClose();
        } finally {
            turns.giveBack();
        }
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
