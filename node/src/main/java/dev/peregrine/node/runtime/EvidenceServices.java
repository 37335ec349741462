package dev.peregrine.node.runtime;

import dev.peregrine.gateway.evidence.BundleSource;
import dev.peregrine.gateway.evidence.EvidenceContext;
import dev.peregrine.gateway.evidence.EvidenceException;
import dev.peregrine.gateway.evidence.EvidenceStore;
import dev.peregrine.node.config.NodeConfig;
import dev.peregrine.node.data.DataDirectory;
import dev.peregrine.policy.BundleHash;
import dev.peregrine.policy.BundleStore;
import dev.peregrine.policy.PolicyBundle;
import dev.peregrine.policy.PolicyException;
import dev.peregrine.replay.journal.ArchiveLog;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Evidence stores as a node's configuration has them. */
final class EvidenceServices {
    private static final Logger LOG = LoggerFactory.getLogger(EvidenceServices.class);

    private EvidenceServices() {}

    /**
     * Opens a node's store and begins to follow. A store that cannot be opened is told of in the
     * log, and the node goes on without it: decisions do not depend on it.
     */
    static Optional<EvidenceService> start(
            NodeConfig config,
            DataDirectory data,
            ArchiveLog journal,
            ArchiveLog records,
            PublishProgress progress) {
        if (!config.evidence().enabled()) {
            return Optional.empty();
        }
        try {
            EvidenceService service =
                    new EvidenceService(
                            EvidenceStore.open(context(config, data)), journal, records, progress);
            service.start();
            return Optional.of(service);
        } catch (EvidenceException e) {
            LOG.warn("no evidence is kept: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Where and how a node's evidence is kept. */
    static EvidenceContext context(NodeConfig config, DataDirectory data) {
        return new EvidenceContext()
                .directory(data.evidence())
                .retentionNs(config.retention().evidence().toNanos())
                .cacheBytes(config.evidence().cache().bytes());
    }

    /** The bundles of a data directory, each loaded once. */
    static BundleSource bundles(Path directory) {
        BundleStore store = new BundleStore(directory);
        Map<BundleHash, Optional<PolicyBundle>> loaded = new ConcurrentHashMap<>();
        return hash -> loaded.computeIfAbsent(hash, missing -> load(store, missing));
    }

    private static Optional<PolicyBundle> load(BundleStore store, BundleHash hash) {
        try {
            return Optional.of(store.load(hash));
        } catch (PolicyException e) {
            LOG.warn("evidence without names: {}", e.getMessage());
            return Optional.empty();
        }
    }
}
