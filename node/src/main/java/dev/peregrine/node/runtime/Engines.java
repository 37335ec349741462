package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.replay.journal.ArchiveLog;
import dev.peregrine.replay.recovery.JournalFeatureHistory;
import dev.peregrine.replay.snapshot.JournalTrimmer;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.FeatureHistory;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.scoring.engine.Quarantine;
import dev.peregrine.scoring.engine.ScoringEngine;
import dev.peregrine.scoring.log.Log;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.Optional;
import java.util.function.Supplier;

/** Engines as a configuration wants them: the same for the running node and for replay. */
public final class Engines {
    private Engines() {}

    /** An engine over a journal, the same for the running node and for replay. */
    public static EngineContext context(
            NodeConfig config,
            byte[] keySecret,
            Quarantine quarantine,
            PolicySource policies,
            FeatureHistory history) {
        return new EngineContext()
                .policies(policies)
                .stores(ChronicleFeatureStoreFactory.inMemory())
                .history(history)
                .keySecret(keySecret)
                .quarantine(quarantine)
                .identityRetentionNs(config.identity().retention().toNanos())
                .identityCapacity(identityCapacity(config.identity()));
    }

    /** History for the engine of {@link #context}, from the same journal. */
    public static JournalFeatureHistory history(
            NodeConfig config, byte[] keySecret, Quarantine quarantine, Log journal) {
        return new JournalFeatureHistory(
                journal,
                bundle ->
                        new ScoringEngine(
                                context(
                                        config,
                                        keySecret,
                                        quarantine,
                                        (word0, word1, word2, word3) -> bundle,
                                        FeatureHistory.NONE)));
    }

    /** New engines that follow a node's journal beside the running one, in memory. */
    static Supplier<ScoringEngine> followers(
            NodeConfig config,
            byte[] keySecret,
            Quarantine quarantine,
            PolicySource policies,
            Log journal) {
        return () ->
                new ScoringEngine(
                        context(
                                config,
                                keySecret,
                                quarantine,
                                policies,
                                history(config, keySecret, quarantine, journal)));
    }

    /** What a configuration wants done with the journal behind two snapshots. */
    static JournalTrimmer trimmer(NodeConfig config, DataDirectory data, ArchiveLog journal) {
        return switch (config.journal().behindSnapshots()) {
            case KEEP -> JournalTrimmer.NONE;
            case MOVE -> position -> journal.trim(position, Optional.of(data.history()));
            case DELETE -> position -> journal.trim(position, Optional.empty());
        };
    }

    private static int identityCapacity(NodeConfig.Identity identity) {
        long capacity =
                identity.capacity()
                        .orElse(identity.expectedRate() * identity.retention().toSeconds());
        return Math.toIntExact(capacity);
    }
}
