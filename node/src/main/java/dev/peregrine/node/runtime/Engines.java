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
import dev.peregrine.state.FeatureStoreFactory;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;
import java.util.Optional;
import java.util.function.Supplier;

/** Engines as a configuration wants them: the same for the running node and for replay. */
public final class Engines {
    private Engines() {}

    /** The running node's stores: in files of the data directory. */
    static FeatureStoreFactory stores(DataDirectory data) {
        return ChronicleFeatureStoreFactory.inDirectory(data.state());
    }

    /** Stores beside a journal that is only read: in memory. */
    public static FeatureStoreFactory replayStores() {
        return ChronicleFeatureStoreFactory.inMemory();
    }

    /** An engine over a journal, the same for the running node and for replay. */
    public static EngineContext context(
            NodeConfig config,
            byte[] keySecret,
            Quarantine quarantine,
            PolicySource policies,
            FeatureStoreFactory stores,
            FeatureHistory history) {
        return new EngineContext()
                .policies(policies)
                .stores(stores)
                .history(history)
                .keySecret(keySecret)
                .quarantine(quarantine)
                .identityRetentionNs(config.identity().retention().toNanos())
                .identityCapacity(identityCapacity(config.identity()));
    }

    /** History for the engine of {@link #context}, from the same journal into the same stores. */
    public static JournalFeatureHistory history(
            NodeConfig config,
            byte[] keySecret,
            Quarantine quarantine,
            Log journal,
            FeatureStoreFactory stores) {
        return new JournalFeatureHistory(
                journal,
                bundle ->
                        new ScoringEngine(
                                context(
                                        config,
                                        keySecret,
                                        quarantine,
                                        (word0, word1, word2, word3) -> bundle,
                                        stores,
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
                                replayStores(),
                                history(config, keySecret, quarantine, journal, replayStores())));
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
