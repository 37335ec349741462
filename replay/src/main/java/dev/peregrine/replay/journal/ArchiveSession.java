package dev.peregrine.replay.journal;

import io.aeron.archive.client.AeronArchive;
import java.util.Optional;

/** A client of the archive, during which the archive's agent takes no help. */
final class ArchiveSession implements AutoCloseable {
    private final Optional<ArchiveAgent> agent;
    private final AeronArchive archive;

    private ArchiveSession(Optional<ArchiveAgent> agent, AeronArchive archive) {
        this.agent = agent;
        this.archive = archive;
    }

    /**
     * Connects. Blocks.
     *
     * @param agent of the archive, where that has no threads of its own
     */
    static ArchiveSession open(Optional<ArchiveAgent> agent, AeronArchive.Context context) {
        agent.ifPresent(ArchiveAgent::clientComes);
        AeronArchive archive = null;
        try {
            archive = AeronArchive.connect(context);
        } finally {
            if (archive == null) {
                agent.ifPresent(ArchiveAgent::clientWent);
            }
        }
        return new ArchiveSession(agent, archive);
    }

    AeronArchive archive() {
        return archive;
    }

    @Override
    public void close() {
        try {
            archive.close();
        } finally {
            agent.ifPresent(ArchiveAgent::clientWent);
        }
    }
}
