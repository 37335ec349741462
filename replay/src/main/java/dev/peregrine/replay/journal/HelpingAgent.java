package dev.peregrine.replay.journal;

import org.agrona.concurrent.Agent;

/**
 * An agent that waits for the archive, and so does the archive's work whenever it has none of its
 * own. What it has appended is then written without another thread's having to get a core; while it
 * is busy, the archive's own thread writes beside it.
 */
final class HelpingAgent implements Agent {
    private final Agent agent;
    private final ArchiveAgent archive;

    HelpingAgent(Agent agent, ArchiveAgent archive) {
        this.agent = agent;
        this.archive = archive;
    }

    @Override
    public void onStart() {
        agent.onStart();
    }

    @Override
    public int doWork() throws Exception {
        int work = agent.doWork();
        return work == 0 ? archive.doWork() : work;
    }

    @Override
    public void onClose() {
        agent.onClose();
    }

    @Override
    public String roleName() {
        return agent.roleName();
    }
}
