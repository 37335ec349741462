package dev.peregrine.node.runtime;

import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.scoring.engine.EngineContext;
import dev.peregrine.scoring.engine.PolicySource;
import dev.peregrine.state.chronicle.ChronicleFeatureStoreFactory;

/** Engines as a configuration wants them: the same for the running node and for replay. */
public final class Engines {
    private Engines() {}

    /** The running node's engine: feature state in files of the data directory. */
    static EngineContext context(
            NodeConfig config, DataDirectory data, byte[] keySecret, PolicySource policies) {
        return replayContext(config, keySecret, policies)
                .stores(ChronicleFeatureStoreFactory.inDirectory(data.state()));
    }

    /** An engine over the same journal beside it: feature state in memory. */
    public static EngineContext replayContext(
            NodeConfig config, byte[] keySecret, PolicySource policies) {
        return new EngineContext()
                .policies(policies)
                .stores(ChronicleFeatureStoreFactory.inMemory())
                .keySecret(keySecret)
                .identityRetentionNs(config.identity().retention().toNanos())
                .identityCapacity(identityCapacity(config.identity()));
    }

    private static int identityCapacity(NodeConfig.Identity identity) {
        long capacity =
                identity.capacity()
                        .orElse(identity.expectedRate() * identity.retention().toSeconds());
        return Math.toIntExact(capacity);
    }
}
